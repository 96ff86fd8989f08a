-- title: Notebooks with direct access to the Internet
-- severity: medium
-- category: security
-- why: Data can leave without passing the VPC.
-- remediation: Turn off direct access, and use the VPC.
-- source: https://docs.aws.amazon.com/sagemaker/latest/dg/appendix-notebook-and-internet-access.html
SELECT account_id, account_name, region, id, arn, 'it has direct access to the Internet' AS detail
FROM sagemaker_notebook_instance
WHERE DirectInternetAccess = 'Enabled';
