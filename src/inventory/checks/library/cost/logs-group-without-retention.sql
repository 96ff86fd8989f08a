-- title: Log groups that keep everything
-- severity: low
-- category: cost
-- why: Storage grows for ever.
-- remediation: Set a retention.
-- source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html
SELECT account_id, account_name, region, id, arn, format('{:.1f} GB are kept for ever', coalesce(storedBytes, 0) / 1e9) AS detail
FROM logs_log_group
WHERE retentionInDays IS NULL;
