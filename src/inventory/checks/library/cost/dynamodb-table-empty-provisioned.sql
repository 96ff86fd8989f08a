-- title: Empty tables with provisioned capacity
-- severity: low
-- category: cost
-- why: Capacity costs, whether it is used or not.
-- remediation: Use on-demand capacity, or delete the table.
-- source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/capacity-mode.html
SELECT account_id, account_name, region, id, arn,
  ProvisionedThroughput.ReadCapacityUnits::BIGINT || ' read and ' || ProvisionedThroughput.WriteCapacityUnits::BIGINT || ' write units' AS detail
FROM dynamodb_table
WHERE ItemCount = 0 AND ProvisionedThroughput.ReadCapacityUnits > 0;
