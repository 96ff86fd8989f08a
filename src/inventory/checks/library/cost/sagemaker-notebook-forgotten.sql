-- title: Notebooks that have run for 30 days
-- severity: medium
-- category: cost
-- why: A notebook costs by the hour, until it is stopped.
-- remediation: Stop the notebook; a lifecycle configuration can do it when it is idle.
-- source: https://docs.aws.amazon.com/sagemaker/latest/dg/notebook-lifecycle-config.html
SELECT account_id, account_name, region, id, arn, InstanceType || ' since ' || strftime(LastModifiedTime, '%Y-%m-%d') AS detail
FROM sagemaker_notebook_instance
WHERE NotebookInstanceStatus = 'InService' AND LastModifiedTime < collected_at - INTERVAL 30 DAY;
