-- title: Regions where new volumes are not encrypted
-- severity: medium
-- category: security
-- why: Each volume is encrypted only if its creator asks for it.
-- remediation: Turn on encryption by default in the region.
-- source: https://docs.aws.amazon.com/ebs/latest/userguide/encryption-by-default.html
SELECT account_id, account_name, region, id, arn, 'encryption by default is off' AS detail
FROM ec2_ebs_encryption_settings
WHERE NOT EbsEncryptionByDefault;
