-- title: Classic load balancers without instances
-- severity: medium
-- category: cost
-- why: A load balancer costs for each hour, with or without traffic.
-- remediation: Delete the load balancer.
-- source: https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-getting-started.html
SELECT account_id, account_name, region, id, arn, 'it has no instances' AS detail
FROM elb_load_balancer
WHERE coalesce(len(Instances), 0) = 0;
