-- title: Applications of Kinesis Data Analytics for SQL
-- severity: high
-- category: end-of-life
-- why: AWS has ended the service on 2026-01-27.
-- remediation: Move to Managed Service for Apache Flink.
-- source: https://docs.aws.amazon.com/kinesisanalytics/latest/dev/discontinuation.html
SELECT account_id, account_name, region, id, arn, 'it runs on SQL-1_0' AS detail
FROM kinesisanalyticsv2_application
WHERE RuntimeEnvironment = 'SQL-1_0';
