import time, json, pytest
from connections.practice.rehearsing import seed
from django.db import connection, reset_queries
from tenants import walls
def test_speed(api, org, settings):
    t=time.perf_counter()
    recs=[{"LastName":f"Last{i%700}","FirstName":f"F{i}","Company":f"Co {i%3000}","Email":f"person{i}@example-company.com","External_Person_ID__c":f"P-{i}", "Title":"Head of things","Country":"Germany","Phone":"+44 20 7946 0958"} for i in range(20000)]
    seed(org,"Lead",recs); print("seed 50k",time.perf_counter()-t)
    with connection.cursor() as c: c.execute("ANALYZE practice_practicerecord")
    V="/services/data/v62.0"
    def comp(parts):
        t=time.perf_counter()
        r=api.call("POST","composite",{"allOrNone":False,"compositeRequest":parts})
        return r,time.perf_counter()-t
    def upserts(base,n=1000,**more):
        return [{"method":"PATCH","url":f"{V}/composite/sobjects/Lead/External_Person_ID__c","referenceId":f"p{k}","httpHeaders":{"Sforce-Auto-Assign":"TRUE"},"body":{"allOrNone":False,"records":[{"attributes":{"type":"Lead"},"External_Person_ID__c":f"{base}{k*200+j}","LastName":f"Neu{j}","Company":"Acme","Email":f"{base}{k*200+j}@x.example","Title":"T","Country":"Germany","Phone":"1","LeadSource":"Web",**more} for j in range(200)]}} for k in range(5)]
    r,dt=comp(upserts("N-")); assert all(x["created"] for p in r.body["compositeResponse"] for x in p["body"]); print("create 1000",dt)
    r,dt=comp(upserts("P-2")); ok=[x for p in r.body["compositeResponse"] for x in p["body"]]; print("upsert existing",dt, sum(x["success"] and not x["created"] for x in ok), sum(x["success"] and x["created"] for x in ok))
    r,dt=comp(upserts("N-",Title="U")); ok=[x for p in r.body["compositeResponse"] for x in p["body"]]; print("update 1000",dt, sum(x["success"] and not x["created"] for x in ok))
    from connections.practice.rules.changes import with_duplicate_rule
    from connections.practice.opening import change_org
    change_org(org, lambda s: with_duplicate_rule(s,"Lead",active=True))
    r,dt=comp(upserts("D-")); ok=[x for p in r.body["compositeResponse"] for x in p["body"]]; print("create 1000 with dup rules",dt, sum(x["success"] for x in ok))
    em=",".join(f"'person{i}@example-company.com'" for i in range(1000)); ex=",".join(f"'P-{i}'" for i in range(1000))
    from urllib.parse import urlencode
    sel="Id, Email, FirstName, LastName, Company, Status, OwnerId, IsConverted, ConvertedContactId, LastModifiedDate, External_Person_ID__c, Title, Phone, Owner.Name"
    def q(s): return f"{V}/query?"+urlencode({"q":s})
    cond=f"Email IN ({em}) OR External_Person_ID__c IN ({ex})"
    csel="Id, Email, FirstName, LastName, OwnerId, LastModifiedDate, External_Person_ID__c, Title, Phone, Owner.Name"
    parts=[{"method":"GET","url":q(f"SELECT {sel} FROM Lead WHERE {cond} ORDER BY CreatedDate"),"referenceId":"a"},
      {"method":"GET","url":q(f"SELECT {csel} FROM Contact WHERE {cond} ORDER BY CreatedDate"),"referenceId":"b"},
      {"method":"GET","url":q(f"SELECT {csel} FROM Contact WHERE Id IN (SELECT ConvertedContactId FROM Lead WHERE IsConverted = true AND ({cond}))"),"referenceId":"c"}]
    for _ in range(3):
        r,dt=comp(parts); print("lookup",dt,[p["body"]["totalSize"] for p in r.body["compositeResponse"]])
    import cProfile,pstats
    pr=cProfile.Profile(); pr.enable(); comp(parts); pr.disable(); pstats.Stats(pr).sort_stats('tottime').print_stats(22)
    pr=cProfile.Profile(); pr.enable(); comp(upserts('Q-')); pr.disable(); pstats.Stats(pr).sort_stats('tottime').print_stats(22)
    settings.DEBUG=True; reset_queries()
    comp(parts)
    for x in connection.queries: print(x["time"],len(x["sql"]),x["sql"][:100])
    reset_queries(); comp(upserts("Z-")[:1])
    for x in connection.queries: print(x["time"],len(x["sql"]),x["sql"][:100])
    settings.DEBUG=False
    pairs=" OR ".join(f"(LastName = 'Last{i%700}' AND Company = 'Co {i%3000}')" for i in range(0,50000,250))
    t=time.perf_counter(); r=api.query(f"SELECT Id FROM Lead WHERE {pairs}"); print("200 pairs",time.perf_counter()-t,r.body["totalSize"])
    t=time.perf_counter(); r=api.query("SELECT Id FROM Lead"); print("all page1",time.perf_counter()-t,r.body["totalSize"])
    t=time.perf_counter(); r=api.get(r.body["nextRecordsUrl"].split("v62.0/")[1]); print("page2",time.perf_counter()-t,len(r.body["records"]))
    t=time.perf_counter(); r=api.query("SELECT Id FROM Lead WHERE SystemModstamp >= 2026-01-01T00:00:00Z ORDER BY SystemModstamp, Id LIMIT 500"); print("modstamp",time.perf_counter()-t,r.body["totalSize"])
    t=time.perf_counter(); r=api.query("SELECT COUNT() FROM Lead WHERE Country = 'Germany'"); print("count unindexed",time.perf_counter()-t,r.body["totalSize"])
    from connections.practice.browsing import browse
    t=time.perf_counter(); b=browse(org,"Lead",search="last12"); print("browse",time.perf_counter()-t,len(b.lines))
    t=time.perf_counter(); b=browse(org,"Lead",after=b.after); print("browse",time.perf_counter()-t,len(b.lines))
