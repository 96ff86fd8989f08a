-- title: VPN connections whose tunnels are all down
-- severity: low
-- category: cost
-- why: A connection costs for each hour, up or down.
-- remediation: Repair or delete the connection.
-- source: https://docs.aws.amazon.com/vpn/latest/s2svpn/delete-vpn.html
SELECT account_id, account_name, region, id, arn, 'all tunnels are down' AS detail
FROM ec2_vpn_connection
WHERE State = 'available' AND len(VgwTelemetry) > 0 AND len(list_filter(VgwTelemetry, lambda t: t."Status" = 'UP')) = 0;
