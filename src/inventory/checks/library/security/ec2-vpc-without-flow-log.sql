-- title: VPCs without flow logs
-- severity: low
-- category: security
-- why: After an incident, connections cannot be reconstructed.
-- remediation: Create a flow log of the VPC.
-- source: https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html
SELECT account_id, account_name, region, id, arn, 'it has no flow log' AS detail
FROM ec2_vpc
WHERE coalesce(len(FlowLogs), 0) = 0 AND is_read(unread, 'DescribeFlowLogs');
