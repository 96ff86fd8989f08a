-- title: Trails whose files are not validated
-- severity: low
-- category: security
-- why: A file that was changed or deleted is not noticed.
-- remediation: Turn on log file validation.
-- source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-intro.html
SELECT account_id, account_name, region, id, arn, 'validation of files is off' AS detail
FROM cloudtrail_cloud_trail
WHERE LogFileValidationEnabled IS NOT TRUE AND HomeRegion = region;
