-- title: NAT gateways that no route uses
-- severity: medium
-- category: cost
-- why: A gateway costs for each hour, with or without traffic.
-- remediation: Delete the gateway.
-- source: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html
SELECT n.account_id, n.account_name, n.region, n.id, n.arn, 'no route leads to it' AS detail
FROM ec2_nat_gateway AS n
WHERE n.State = 'available' AND NOT EXISTS (
  SELECT 1 FROM ec2_route_table AS t, unnest(t.Routes) AS routes(route)
  WHERE t.account_id = n.account_id AND t.region = n.region AND t.run_id = n.run_id AND route.NatGatewayId = n.NatGatewayId);
