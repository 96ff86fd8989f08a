-- title: Databases of an old generation
-- severity: low
-- category: cost
-- why: Newer classes do more for the same price.
-- remediation: Change the class.
-- source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.html
SELECT account_id, account_name, region, id, arn, DBInstanceClass AS detail
FROM rds_db_instance
WHERE regexp_matches(DBInstanceClass, '^db\.(t[12]|m[1-4]|r[34]|cr1|x1)\.');
