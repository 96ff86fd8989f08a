-- title: Keys that are about to be deleted
-- severity: medium
-- category: security
-- why: What is encrypted with the key is lost with it.
-- remediation: Cancel the deletion, unless all data is gone.
-- source: https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html
SELECT account_id, account_name, region, id, arn, 'it will be deleted on ' || strftime(DeletionDate, '%Y-%m-%d') AS detail
FROM kms_key
WHERE KeyState = 'PendingDeletion';
