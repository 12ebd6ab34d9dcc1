"""How a Salesforce org judges what it is given. Pure."""
