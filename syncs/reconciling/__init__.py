"""What we created, compared with what Salesforce holds, day by day."""
