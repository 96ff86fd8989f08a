-- title: Load balancers in the Internet that serve HTTP
-- severity: medium
-- category: security
-- why: Traffic can be read and changed on the way.
-- remediation: Redirect to HTTPS.
-- source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/create-https-listener.html
SELECT DISTINCT account_id, account_name, region, id, arn, 'port ' || listener.Port || ' serves HTTP' AS detail
FROM elbv2_load_balancer, unnest(Listeners) AS listeners(listener)
WHERE Scheme = 'internet-facing' AND listener.Protocol = 'HTTP'
  AND NOT list_contains(list_transform(listener.DefaultActions, lambda a: a."Type"), 'redirect');
