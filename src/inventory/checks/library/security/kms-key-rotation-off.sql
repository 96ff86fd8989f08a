-- title: Keys that are not rotated
-- severity: low
-- category: security
-- why: A key that leaked opens everything that was ever encrypted with it.
-- remediation: Turn on automatic rotation.
-- source: https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html
SELECT account_id, account_name, region, id, arn, 'rotation is off' AS detail
FROM kms_key
WHERE KeyManager = 'CUSTOMER' AND KeySpec = 'SYMMETRIC_DEFAULT' AND Origin = 'AWS_KMS' AND KeyState = 'Enabled' AND RotationEnabled = false;
