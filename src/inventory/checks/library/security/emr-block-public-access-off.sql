-- title: Regions where clusters of EMR may be public
-- severity: medium
-- category: security
-- why: A cluster can be launched with ports that are open to everyone.
-- remediation: Turn on block public access of EMR.
-- source: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-block-public-access.html
SELECT account_id, account_name, region, id, arn, 'block public access is off' AS detail
FROM emr_configuration
WHERE BlockPublicSecurityGroupRules IS NOT TRUE;
