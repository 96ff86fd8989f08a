-- title: Load balancers without targets
-- severity: medium
-- category: cost
-- why: A load balancer costs for each hour, with or without traffic.
-- remediation: Delete the load balancer.
-- source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-delete.html
SELECT b.account_id, b.account_name, b.region, b.id, b.arn, 'it has no targets' AS detail
FROM elbv2_load_balancer AS b
WHERE b.Type_ IN ('application', 'network') AND NOT EXISTS (
  SELECT 1 FROM elbv2_target_group AS t
  WHERE t.account_id = b.account_id AND t.region = b.region AND t.run_id = b.run_id
    AND list_contains(t.LoadBalancerArns, b.LoadBalancerArn)
    AND (len(t.HealthDescriptions) > 0 OR NOT is_read(t.unread, 'DescribeTargetHealth')))
  AND NOT EXISTS (
    SELECT 1 FROM unnest(b.Listeners) AS listeners(listener)
    WHERE len(list_filter(listener.DefaultActions, lambda a: a."Type" IN ('redirect', 'fixed-response'))) > 0);
