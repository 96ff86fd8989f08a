-- title: Classic load balancers
-- severity: low
-- category: end-of-life
-- why: They are of the previous generation, and have no new features.
-- remediation: Move to an application or network load balancer.
-- source: https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/migrate-classic-load-balancer.html
SELECT account_id, account_name, region, id, arn, 'it is a classic load balancer' AS detail
FROM elb_load_balancer
WHERE true;
