-- title: Instances of an old generation
-- severity: low
-- category: cost
-- why: Newer types do more for the same price.
-- remediation: Change the type.
-- source: https://aws.amazon.com/ec2/previous-generation/
SELECT account_id, account_name, region, id, arn, InstanceType AS detail
FROM ec2_instance
WHERE State.Name IN ('running', 'stopped')
  AND regexp_matches(InstanceType, '^(t1|m[1-4]|c[134]|r[34]|i[23]|d2|g[23]|p2|x1)\.');
