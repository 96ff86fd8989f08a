-- title: Volumes that are not encrypted
-- severity: medium
-- category: security
-- why: Their snapshots are not encrypted either, and can be shared in the clear.
-- remediation: Copy the volume by an encrypted snapshot.
-- source: https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html
SELECT account_id, account_name, region, id, arn, Size || ' GiB are not encrypted' AS detail
FROM ec2_volume
WHERE NOT Encrypted;
