"""Reading SOQL: text, statement, plan, and the judgement of rows in memory. Pure."""
