-- title: Databases with an address in the Internet
-- severity: high
-- category: security
-- why: Only the security group and the password protect the database.
-- remediation: Turn off public accessibility, and connect through the VPC.
-- source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html
SELECT account_id, account_name, region, id, arn, Engine || ' has a public address' AS detail
FROM rds_db_instance
WHERE PubliclyAccessible;
