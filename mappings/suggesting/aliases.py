"""What fields are called in forms, tools and tables: English, German, Spanish, French, Dutch,
Italian, Portuguese, and the vendors' own keys. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping

# By meaning; commas separate. A name that several meanings could have stands where it is usual.
ALIASES: Mapping[str, str] = {
    "first_name": (
        "first name, firstname, given name, forename, fname, first, christian name, vorname, "
        "rufname, nombre de pila, primer nombre, prenom, voornaam, roepnaam, nome proprio, "
        "primeiro nome, contact first name"
    ),
    "last_name": (
        "last name, lastname, surname, family name, lname, last, second name, nachname, "
        "familienname, zuname, apellido, apellidos, primer apellido, nom de famille, achternaam, "
        "familienaam, cognome, sobrenome, apelido, ultimo nome, contact last name"
    ),
    "full_name": (
        "full name, fullname, name, your name, contact name, contact person, contact, display "
        "name, first and last name, vor und nachname, vorname und nachname, vollstandiger name, "
        "ansprechpartner, kontaktperson, nombre completo, nombre y apellidos, nombre, nom "
        "complet, nom et prenom, prenom et nom, nom, volledige naam, naam, contactpersoon, nome "
        "completo, nome e cognome, nome, nome e sobrenome, como te llamas, como se llama, wie "
        "heissen sie, wie heisst du, comment vous appelez vous, hoe heet je"
    ),
    "middle_name": "middle name, middle initial, zweiter vorname, segundo nombre, tussenvoegsel",
    "salutation": (
        "salutation, anrede, tratamiento, civilite, aanhef, appellativo, tratamento, honorific, "
        "prefix, name prefix, titulo de cortesia, mr ms"
    ),
    "email": (
        "email, mail, email address, mail address, emailaddress, work email, business email, "
        "company email, corporate email, user email, contact email, your email, email addr, email "
        "id, primary email, professional email, email adresse, mailadresse, geschaftliche email, "
        "geschaftliche email adresse, firmen email, correo, correo electronico, email de trabajo, "
        "direccion de correo, courriel, adresse email, adresse mail, adresse electronique, email "
        "professionnel, emailadres, mailadres, zakelijk emailadres, posta elettronica, indirizzo "
        "email, email aziendale, endereco de email, correio eletronico, email corporativo, email "
        "profissional, emails"
    ),
    "phone": (
        "phone, phone number, telephone, telephone number, tel, tel no, ph, phone no, contact "
        "number, contact phone, work phone, business phone, office phone, direct phone, daytime "
        "phone, your phone, call back number, day phone, telefon, telefonnummer, rufnummer, "
        "festnetz, tel geschaftlich, telefon geschaftlich, durchwahl, telefono, numero de "
        "telefono, telefono de contacto, telephone fixe, numero de telephone, telefoon, "
        "telefoonnummer, telefoonnr, telnummer, telefoonnummer werk, numero, numero di telefono, "
        "recapito telefonico, telefone, numero de telefone, telefone de contato, organization "
        "phone, company phone, corporate phone, phone raw number, sanitized number, phone numbers "
        "raw number, phone numbers sanitized number, text reminder number"
    ),
    "mobile": (
        "mobile, mobile phone, mobile number, mobilephone, cell, cell phone, cellphone, cell "
        "number, whatsapp, whatsapp number, handy, handynummer, mobil, mobilnummer, mobiltelefon, "
        "mobil nr, movil, telefono movil, celular, numero de movil, portable, telephone portable, "
        "telephone mobile, numero de portable, mobiel, mobiele nummer, mobiel nummer, mobnummer, "
        "gsm, cellulare, numero di cellulare, telefono cellulare, telemovel, numero de celular"
    ),
    "home_phone": "home phone, homephone, private phone, telefon privat, telefono casa",
    "other_phone": "other phone, alternate phone, secondary phone, second phone",
    "fax": "fax, fax number, faxnummer, telefax, numero de fax",
    "title": (
        "title, job title, jobtitle, position, job position, role, job role, job, occupation, "
        "function, job function, designation, position title, funktion, berufsbezeichnung, "
        "stellenbezeichnung, beruf, rolle, cargo, puesto, puesto de trabajo, fonction, poste, "
        "intitule du poste, functie, functietitel, ruolo, posizione, mansione, qualifica, funcao, "
        "titel, titulo, titre, titolo, headline"
    ),
    "department": (
        "department, dept, job department, abteilung, departamento, service, departement, "
        "afdeling, reparto, dipartimento, setor, departments"
    ),
    "company": (
        "company, company name, companyname, organization, organisation, organization name, "
        "organisation name, org, business, business name, employer, firm, account name, account, "
        "workplace, company account, firma, firmenname, unternehmen, unternehmensname, betrieb, "
        "empresa, nombre de la empresa, compania, razon social, nombre empresa, societe, "
        "entreprise, nom de la societe, nom de l entreprise, organisme, raison sociale, bedrijf, "
        "bedrijfsnaam, organisatie, onderneming, azienda, societa, nome azienda, nome dell "
        "azienda, ragione sociale, nome da empresa, companhia, associatedcompany"
    ),
    "website": (
        "website, web site, website url, web, url, web address, company website, homepage, "
        "company url, domain, company domain, primary domain, organization website url, "
        "internetseite, webseite, internetadresse, webauftritt, sitio web, pagina web, web "
        "empresa, site web, site internet, site, sito web, sito, sito internet, pagina da web, "
        "company website url"
    ),
    "industry": (
        "industry, sector, business sector, company industry, organization industry, branche, "
        "industrie, industria, rubro, secteur, secteur d activite, bedrijfstak, settore, setor de "
        "atividade, ramo"
    ),
    "employees": (
        "employees, number of employees, numberofemployees, employee count, company employees, no "
        "of employees, num employees, numemployees, staff, headcount, company employee count, how "
        "many employees, how many people work, estimated num employees, organization estimated "
        "num employees, employee number, mitarbeiter, mitarbeiterzahl, anzahl mitarbeiter, "
        "mitarbeiteranzahl, beschaftigte, wie viele mitarbeiter, empleados, numero de empleados, "
        "cuantos empleados, effectif, nombre d employes, nombre de salaries, combien d employes, "
        "aantal medewerkers, aantal werknemers, medewerkers, hoeveel medewerkers, dipendenti, "
        "numero di dipendenti, funcionarios, numero de funcionarios, quantos funcionarios, "
        "colaboradores"
    ),
    "company_size": (
        "company size, size, company headcount, team size, size of company, employee range, "
        "number of employees range, unternehmensgrosse, firmengrosse, betriebsgrosse, tamano de "
        "la empresa, tamano empresa, taille de l entreprise, taille, bedrijfsgrootte, dimensione "
        "azienda, dimensioni aziendali, tamanho da empresa, porte da empresa"
    ),
    "revenue": (
        "revenue, annual revenue, annualrevenue, yearly revenue, turnover, sales volume, company "
        "revenue, organization annual revenue, umsatz, jahresumsatz, facturacion, ingresos "
        "anuales, chiffre d affaires, ca annuel, omzet, jaaromzet, fatturato, faturamento, "
        "receita anual"
    ),
    "street": (
        "street, street address, address, address line, address line 1, address 1, line 1, addr "
        "line 1, address addr line 1, residenza, address street, mailing street, strasse, strasse "
        "und hausnummer, strasse hausnummer, anschrift, adresse, calle, direccion, domicilio, "
        "rue, adresse postale, straat, straat en huisnummer, adres, via, indirizzo, rua, "
        "endereco, morada"
    ),
    "city": (
        "city, town, town city, city town, address city, mailing city, suburb, locality, stadt, "
        "ort, wohnort, ciudad, poblacion, localidad, ville, commune, plaats, woonplaats, stad, "
        "citta, comune, localita, cidade, municipio"
    ),
    "state": (
        "state, province, state province, county, address state, address region, state region, "
        "mailing state, state code, statecode, bundesland, kanton, provincia, estado, comunidad "
        "autonoma, departement region, etat, provincie, regione, distrito, uf"
    ),
    "postal_code": (
        "zip, zip code, zipcode, postal code, postalcode, postcode, zip postal, zip postal code, "
        "address zip, postal, address postal code, address postcode, mailing zip, plz, "
        "postleitzahl, codigo postal, cp, code postal, postkode, cap, codice postale, cep"
    ),
    "country": (
        "country, country name, country code, countrycode, nation, address country, company "
        "country, country region, mailing country, land, staat, pais, pays, nazione, paese, "
        "organization country"
    ),
    "description": (
        "description, message, your message, comment, comments, notes, note, remarks, enquiry, "
        "inquiry, additional information, additional info, anything else, how can we help, tell "
        "us more, details, further information, question or comment, will help prepare for our "
        "meeting, nachricht, ihre nachricht, mitteilung, bemerkung, bemerkungen, anmerkung, "
        "anmerkungen, kommentar, anliegen, mensaje, comentario, comentarios, observaciones, "
        "consulta, votre message, commentaire, commentaires, remarques, demande, bericht, "
        "opmerking, opmerkingen, toelichting, vraag, messaggio, commento, commenti, richiesta, "
        "mensagem, comentario adicional, observacoes"
    ),
    "lead_source": (
        "lead source, leadsource, source of lead, lead origin, leadquelle, origen del lead, "
        "herkunft, source du lead"
    ),
    "how_heard": (
        "how did you hear about us, how did you hear, how did you find us, where did you hear "
        "about us, heard about us, wie haben sie von uns erfahren, como nos conocio, como nos has "
        "conocido, comment nous avez vous connu, comment avez vous entendu parler de nous, hoe "
        "heeft u ons gevonden, come ci hai conosciuto, como nos conheceu"
    ),
    "source_detail": "lead source detail, source detail, lead detail, source details",
    "original_source": (
        "original source, first source, first touch, original lead source, hs analytics source, "
        "initial source"
    ),
    "source": "source, origin, quelle, fuente, origine, bron, fonte, channel",
    "sync_source": "sync source, integration source",
    "campaign": (
        "campaign, campaign name, kampagne, campana, campagne, campagna, campanha, ad campaign, "
        "marketing campaign"
    ),
    "form_name": (
        "form name, form title, form submissions title, formular, definition title, form response "
        "definition title, scheduled event name, event type name, list name, label names"
    ),
    "utm_source": "utm source, campaign source, utmsource",
    "utm_medium": "utm medium, campaign medium, utmmedium, medium",
    "utm_campaign": "utm campaign, utmcampaign",
    "utm_content": "utm content, campaign content, utmcontent",
    "utm_term": "utm term, campaign term, utmterm, campaign keyword",
    "gclid": "gclid, gcl id, google click id, googleclickid",
    "click_id": "click id, clickid",
    "fbclid": "fbclid, facebook click id, meta click id",
    "landing_page": (
        "landing page, landing page url, landingpage, page url, page uri, form page, source url, "
        "conversion page, entry page, first page, pageurl, submission url"
    ),
    "referrer": "referrer, referer, referrer url, http referer, referring site, page referrer",
    "linkedin": (
        "linkedin, linkedin url, linkedin profile, linkedin profile url, person linkedin url, "
        "linkedin link, linkedin profil, profil linkedin, perfil de linkedin, profilo linkedin"
    ),
    "budget": "budget, your budget, project budget, presupuesto, orcamento, budgetrahmen",
    "timeframe": (
        "timeframe, time frame, timeline, purchase timeframe, zeitrahmen, plazo, delai, when do "
        "you want to start, prazo"
    ),
    "product_interest": (
        "product interest, products interested in, interested in, interest, products of interest, "
        "product of interest, which products, interests, area of interest, interesse, interesse "
        "an, interessiert an, produktinteresse, interes, producto de interes, interet, produit d "
        "interet, interesses"
    ),
    "language": "language, preferred language, locale, sprache, idioma, langue, taal, lingua",
    "birthdate": (
        "birthdate, birthday, date of birth, dob, geburtsdatum, geburtstag, fecha de nacimiento, "
        "date de naissance, geboortedatum, data di nascita, data de nascimento"
    ),
    "email_opt_out": (
        "email opt out, emailoptout, hs email optout, opt out, optout, unsubscribed, has opted "
        "out of email, no email, unsubscribe, email optout"
    ),
    "do_not_call": "do not call, donotcall, no calls, dnc",
    "consent": (
        "consent, consent email, marketing consent, email consent, opt in, optin, email opt in, "
        "newsletter opt in, marketing opt in, gdpr consent, gdpr, newsletter, nieuwsbrief, "
        "subscribe, marketing permission, agree to receive, receive marketing, receive emails, "
        "accepts marketing, einwilligung, newsletter einwilligung, werbeeinwilligung, "
        "consentimiento, acepto publicidad, acepto recibir, consentement, j accepte, toestemming, "
        "consenso, consenso marketing, consentimento"
    ),
    "consent_text": "consent text, consent wording, consent statement, einwilligungstext",
    "consent_at": (
        "consent at, consent date, consent time, consent timestamp, opt in date, datum der "
        "einwilligung"
    ),
    "rating": "rating, lead rating, temperature, bewertung",
    "status": "status, lead status, hs lead status, leadstatus",
    "vat": (
        "vat, vat number, vat id, vat no, tax number, tax id, ust id, ust idnr, ustid, "
        "umsatzsteuer id, nif, cif, numero de tva, tva, btw nummer, btw, partita iva, p iva, "
        "cnpj, numero de contribuinte"
    ),
    "region": "region, sales region, territory, gebiet, area",
}

# Names that mean this only if nothing better does, with their strength from 0 to 100.
WEAK: Mapping[str, int] = {
    "titel": 62, "titulo": 62, "titre": 62, "titolo": 62, "url": 80, "first": 80, "last": 80,
    "contact": 65, "account": 65, "domain": 82, "primary domain": 78, "company domain": 80,
    "site": 70, "web": 80, "job": 82, "headline": 60, "role": 88, "size": 84, "status": 66,
    "business": 76, "medium": 80, "service": 65, "departments": 70, "corporate phone": 84,
    "company phone": 82, "organization phone": 84, "text reminder number": 72,
    "phone numbers raw number": 92, "phone numbers sanitized number": 88, "note": 88,
    "industria": 88, "area": 66, "via": 66, "estado": 80, "regione": 84, "consulta": 84,
    "demande": 80, "vraag": 76, "channel": 70, "locale": 66, "land": 92, "label names": 66,
    "newsletter": 80, "nieuwsbrief": 80, "numero": 68, "residenza": 84, "gdpr": 72,
    "scheduled event name": 76, "prefix": 60, "details": 70, "interest": 84, "county": 88,
    "adresse": 86, "address": 88, "emails": 86, "mail": 94, "email id": 84,
    "fonte": 80, "taille": 80, "bericht": 80, "staff": 84,
    "form submissions title": 84, "definition title": 78, "second name": 84,
}  # fmt: skip

# The meanings of Salesforce's own fields.
STANDARD: Mapping[str, str] = {
    "FirstName": "first_name", "LastName": "last_name", "MiddleName": "middle_name",
    "Salutation": "salutation", "Email": "email", "Phone": "phone", "MobilePhone": "mobile",
    "HomePhone": "home_phone", "OtherPhone": "other_phone", "Fax": "fax", "Title": "title",
    "Department": "department", "Company": "company", "Website": "website",
    "Industry": "industry", "NumberOfEmployees": "employees", "AnnualRevenue": "revenue",
    "Street": "street", "City": "city", "State": "state", "StateCode": "state",
    "PostalCode": "postal_code", "Country": "country", "CountryCode": "country",
    "MailingStreet": "street", "MailingCity": "city", "MailingState": "state",
    "MailingStateCode": "state", "MailingPostalCode": "postal_code",
    "MailingCountry": "country", "MailingCountryCode": "country", "Description": "description",
    "LeadSource": "lead_source", "Rating": "rating", "Status": "status",
    "HasOptedOutOfEmail": "email_opt_out", "DoNotCall": "do_not_call", "Birthdate": "birthdate",
}  # fmt: skip

# Where a meaning goes if it has no field of its own, and how well it fits there.
INSTEAD: Mapping[str, Mapping[str, float]] = {
    "mobile": {"phone": 0.82},
    "home_phone": {"other_phone": 0.8},
    "campaign": {"source_detail": 0.92, "utm_campaign": 0.72},
    "utm_campaign": {"source_detail": 0.76, "campaign": 0.8},
    "form_name": {"source_detail": 0.86},
    "utm_source": {"original_source": 0.78},
    "source": {"original_source": 0.82, "sync_source": 0.6},
    "how_heard": {"source_detail": 0.72, "original_source": 0.66},
    "click_id": {"gclid": 0.72},
    "company_size": {"employees": 0.8},
    "employees": {"company_size": 0.74},
    "region": {"state": 0.72},
}
