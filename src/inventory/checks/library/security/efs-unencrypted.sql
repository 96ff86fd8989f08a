-- title: File systems that are not encrypted
-- severity: medium
-- category: security
-- why: Encryption cannot be turned on later.
-- remediation: Create an encrypted file system, and copy the files.
-- source: https://docs.aws.amazon.com/efs/latest/ug/encryption-at-rest.html
SELECT account_id, account_name, region, id, arn, 'it is not encrypted' AS detail
FROM efs_filesystem
WHERE NOT Encrypted;
