-- title: Snapshots that are not encrypted
-- severity: low
-- category: security
-- why: A snapshot in the clear can be shared with any account.
-- remediation: Copy it with encryption, and delete the original.
-- source: https://docs.aws.amazon.com/ebs/latest/userguide/ebs-copy-snapshot.html
SELECT account_id, account_name, region, id, arn, 'it is not encrypted' AS detail
FROM ec2_snapshot
WHERE NOT Encrypted;
