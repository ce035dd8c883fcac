"""What every area speaks in, without a database: money, periods, refusals, fields, filters, the registry."""
