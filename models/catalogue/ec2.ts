/** Machines, their disks and their networks. */

import { ask, type CatalogueGroup } from './rows.ts';

export const ec2: readonly CatalogueGroup[] = [
  {
    model: 'ec2',
    service: 'EC2',
    recon:
      'account ebs_encryption_settings instance vpc security_group network_interface network_acl subnet eip_address nat_gateway internet_gateway route_table image snapshot flow_log volume vpn_gateway peering_connection vpc_endpoint prefix_list',
    types: {
      account: [
        'DescribeAccountAttributes . . arn:{partition}:ec2::{account}:attributes/account_attributes',
        { scope: 'global' },
      ],
      ebs_encryption_settings: 'GetEbsEncryptionByDefault . . settings/ebs_encryption_settings',
      instance: [
        'DescribeInstances Reservations[].Instances[] InstanceId instance/{InstanceId} Tags',
        { carry: ['ReservationId'] },
      ],
      vpc: [
        'DescribeVpcs Vpcs[] VpcId vpc/{VpcId} Tags',
        {
          details: [
            ask('DescribeFlowLogs FlowLogs FlowLogs', {
              Filter: [{ Name: 'resource-id', Values: ['{VpcId}'] }],
            }),
          ],
        },
      ],
      security_group:
        'DescribeSecurityGroups SecurityGroups[] GroupId security-group/{GroupId} Tags',
      network_interface:
        'DescribeNetworkInterfaces NetworkInterfaces[] NetworkInterfaceId network-interface/{NetworkInterfaceId} TagSet',
      network_acl: 'DescribeNetworkAcls NetworkAcls[] NetworkAclId network-acl/{NetworkAclId} Tags',
      subnet: 'DescribeSubnets Subnets[] SubnetId SubnetArn Tags',
      eip_address: 'DescribeAddresses Addresses[] AllocationId elastic-ip/{AllocationId} Tags',
      nat_gateway: 'DescribeNatGateways NatGateways[] NatGatewayId natgateway/{NatGatewayId} Tags',
      internet_gateway:
        'DescribeInternetGateways InternetGateways[] InternetGatewayId internet-gateway/{InternetGatewayId} Tags',
      route_table: 'DescribeRouteTables RouteTables[] RouteTableId route-table/{RouteTableId} Tags',
      image: [
        'DescribeImages Images[] ImageId arn:{partition}:ec2:{region}::image/{ImageId} Tags',
        { input: { Owners: ['self'], Filters: [{ Name: 'state', Values: ['available'] }] } },
      ],
      // Who may launch an image. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeImageAttribute.html
      image_launch_permission: [
        'DescribeImageAttribute . {parent:ImageId}',
        { parent: 'image', input: { ImageId: '{parent:ImageId}', Attribute: 'launchPermission' } },
      ],
      snapshot: [
        'DescribeSnapshots Snapshots[] SnapshotId arn:{partition}:ec2:{region}::snapshot/{SnapshotId} Tags',
        {
          input: { OwnerIds: ['self'] },
          details: [
            ask('DescribeSnapshotAttribute CreateVolumePermissions CreateVolumePermissions', {
              SnapshotId: '{SnapshotId}',
              Attribute: 'createVolumePermission',
            }),
          ],
        },
      ],
      flow_log: 'DescribeFlowLogs FlowLogs[] FlowLogId vpc-flow-log/{FlowLogId} Tags',
      volume: 'DescribeVolumes Volumes[] VolumeId volume/{VolumeId} Tags',
      vpn_gateway: 'DescribeVpnGateways VpnGateways[] VpnGatewayId vpn-gateway/{VpnGatewayId} Tags',
      peering_connection:
        'DescribeVpcPeeringConnections VpcPeeringConnections[] VpcPeeringConnectionId vpc-peering-connection/{VpcPeeringConnectionId} Tags',
      vpc_endpoint:
        'DescribeVpcEndpoints VpcEndpoints[] VpcEndpointId vpc-endpoint/{VpcEndpointId} Tags',
      prefix_list: [
        'DescribeManagedPrefixLists PrefixLists[] PrefixListId PrefixListArn Tags',
        { absent: ['InvalidAction'] },
      ],
      capacity_reservation:
        'DescribeCapacityReservations CapacityReservations[] CapacityReservationId CapacityReservationArn Tags',
      capacity_reservation_fleet:
        'DescribeCapacityReservationFleets CapacityReservationFleets[] CapacityReservationFleetId CapacityReservationFleetArn Tags',
      carrier_gateway:
        'DescribeCarrierGateways CarrierGateways[] CarrierGatewayId carrier-gateway/{CarrierGatewayId} Tags',
      client_vpn_endpoint:
        'DescribeClientVpnEndpoints ClientVpnEndpoints[] ClientVpnEndpointId client-vpn-endpoint/{ClientVpnEndpointId} Tags',
      coip_pool: 'DescribeCoipPools CoipPools[] PoolId coip-pool/{PoolId} Tags',
      customer_gateway:
        'DescribeCustomerGateways CustomerGateways[] CustomerGatewayId customer-gateway/{CustomerGatewayId} Tags',
      dhcp_options:
        'DescribeDhcpOptions DhcpOptions[] DhcpOptionsId dhcp-options/{DhcpOptionsId} Tags',
      egress_only_internet_gateway:
        'DescribeEgressOnlyInternetGateways EgressOnlyInternetGateways[] EgressOnlyInternetGatewayId egress-only-internet-gateway/{EgressOnlyInternetGatewayId} Tags',
      fast_snapshot_restore:
        'DescribeFastSnapshotRestores FastSnapshotRestores[] {SnapshotId}/{AvailabilityZone}',
      fleet: 'DescribeFleets Fleets[] FleetId fleet/{FleetId} Tags',
      fpga_image: [
        'DescribeFpgaImages FpgaImages[] FpgaImageId arn:{partition}:ec2:{region}::fpga-image/{FpgaImageId} Tags',
        { input: { Owners: ['self'] } },
      ],
      host: 'DescribeHosts Hosts[] HostId dedicated-host/{HostId} Tags',
      host_reservation:
        'DescribeHostReservations HostReservationSet[] HostReservationId host-reservation/{HostReservationId} Tags',
      iam_instance_profile_association:
        'DescribeIamInstanceProfileAssociations IamInstanceProfileAssociations[] AssociationId',
      instance_connect_endpoint:
        'DescribeInstanceConnectEndpoints InstanceConnectEndpoints[] InstanceConnectEndpointId InstanceConnectEndpointArn Tags',
      instance_event_window:
        'DescribeInstanceEventWindows InstanceEventWindows[] InstanceEventWindowId instance-event-window/{InstanceEventWindowId} Tags',
      ipam: 'DescribeIpams Ipams[] IpamId IpamArn Tags',
      ipam_pool: 'DescribeIpamPools IpamPools[] IpamPoolId IpamPoolArn Tags',
      ipam_scope: 'DescribeIpamScopes IpamScopes[] IpamScopeId IpamScopeArn Tags',
      ipam_resource_discovery:
        'DescribeIpamResourceDiscoveries IpamResourceDiscoveries[] IpamResourceDiscoveryId IpamResourceDiscoveryArn Tags',
      ipv6_pool: 'DescribeIpv6Pools Ipv6Pools[] PoolId ipv6pool-ec2/{PoolId} Tags',
      key_pair: 'DescribeKeyPairs KeyPairs[] KeyPairId key-pair/{KeyName} Tags',
      launch_template:
        'DescribeLaunchTemplates LaunchTemplates[] LaunchTemplateId launch-template/{LaunchTemplateId} Tags',
      local_gateway:
        'DescribeLocalGateways LocalGateways[] LocalGatewayId local-gateway/{LocalGatewayId} Tags',
      local_gateway_route_table:
        'DescribeLocalGatewayRouteTables LocalGatewayRouteTables[] LocalGatewayRouteTableId LocalGatewayRouteTableArn Tags',
      network_insights_path:
        'DescribeNetworkInsightsPaths NetworkInsightsPaths[] NetworkInsightsPathId NetworkInsightsPathArn Tags',
      network_insights_analysis:
        'DescribeNetworkInsightsAnalyses NetworkInsightsAnalyses[] NetworkInsightsAnalysisId NetworkInsightsAnalysisArn Tags',
      network_insights_access_scope:
        'DescribeNetworkInsightsAccessScopes NetworkInsightsAccessScopes[] NetworkInsightsAccessScopeId NetworkInsightsAccessScopeArn Tags',
      network_interface_permission:
        'DescribeNetworkInterfacePermissions NetworkInterfacePermissions[] NetworkInterfacePermissionId',
      placement_group: 'DescribePlacementGroups PlacementGroups[] GroupId GroupArn Tags',
      public_ipv4_pool:
        'DescribePublicIpv4Pools PublicIpv4Pools[] PoolId ipv4pool-ec2/{PoolId} Tags',
      reserved_instances:
        'DescribeReservedInstances ReservedInstances[] ReservedInstancesId reserved-instances/{ReservedInstancesId} Tags',
      route_server:
        'DescribeRouteServers RouteServers[] RouteServerId route-server/{RouteServerId} Tags',
      security_group_rule:
        'DescribeSecurityGroupRules SecurityGroupRules[] SecurityGroupRuleId SecurityGroupRuleArn Tags',
      security_group_vpc_association:
        'DescribeSecurityGroupVpcAssociations SecurityGroupVpcAssociations[] {GroupId}/{VpcId}',
      spot_fleet_request:
        'DescribeSpotFleetRequests SpotFleetRequestConfigs[] SpotFleetRequestId spot-fleet-request/{SpotFleetRequestId} Tags',
      spot_instance_request:
        'DescribeSpotInstanceRequests SpotInstanceRequests[] SpotInstanceRequestId spot-instances-request/{SpotInstanceRequestId} Tags',
      traffic_mirror_filter:
        'DescribeTrafficMirrorFilters TrafficMirrorFilters[] TrafficMirrorFilterId traffic-mirror-filter/{TrafficMirrorFilterId} Tags',
      traffic_mirror_session:
        'DescribeTrafficMirrorSessions TrafficMirrorSessions[] TrafficMirrorSessionId traffic-mirror-session/{TrafficMirrorSessionId} Tags',
      traffic_mirror_target:
        'DescribeTrafficMirrorTargets TrafficMirrorTargets[] TrafficMirrorTargetId traffic-mirror-target/{TrafficMirrorTargetId} Tags',
      transit_gateway:
        'DescribeTransitGateways TransitGateways[] TransitGatewayId TransitGatewayArn Tags',
      transit_gateway_attachment:
        'DescribeTransitGatewayAttachments TransitGatewayAttachments[] TransitGatewayAttachmentId transit-gateway-attachment/{TransitGatewayAttachmentId} Tags',
      transit_gateway_connect:
        'DescribeTransitGatewayConnects TransitGatewayConnects[] TransitGatewayAttachmentId transit-gateway-attachment/{TransitGatewayAttachmentId} Tags',
      transit_gateway_connect_peer:
        'DescribeTransitGatewayConnectPeers TransitGatewayConnectPeers[] TransitGatewayConnectPeerId transit-gateway-connect-peer/{TransitGatewayConnectPeerId} Tags',
      transit_gateway_multicast_domain:
        'DescribeTransitGatewayMulticastDomains TransitGatewayMulticastDomains[] TransitGatewayMulticastDomainId TransitGatewayMulticastDomainArn Tags',
      transit_gateway_peering_attachment:
        'DescribeTransitGatewayPeeringAttachments TransitGatewayPeeringAttachments[] TransitGatewayAttachmentId transit-gateway-attachment/{TransitGatewayAttachmentId} Tags',
      transit_gateway_policy_table:
        'DescribeTransitGatewayPolicyTables TransitGatewayPolicyTables[] TransitGatewayPolicyTableId transit-gateway-policy-table/{TransitGatewayPolicyTableId} Tags',
      transit_gateway_route_table:
        'DescribeTransitGatewayRouteTables TransitGatewayRouteTables[] TransitGatewayRouteTableId transit-gateway-route-table/{TransitGatewayRouteTableId} Tags',
      transit_gateway_vpc_attachment:
        'DescribeTransitGatewayVpcAttachments TransitGatewayVpcAttachments[] TransitGatewayAttachmentId transit-gateway-attachment/{TransitGatewayAttachmentId} Tags',
      verified_access_endpoint:
        'DescribeVerifiedAccessEndpoints VerifiedAccessEndpoints[] VerifiedAccessEndpointId verified-access-endpoint/{VerifiedAccessEndpointId} Tags',
      verified_access_group:
        'DescribeVerifiedAccessGroups VerifiedAccessGroups[] VerifiedAccessGroupId VerifiedAccessGroupArn Tags',
      verified_access_instance:
        'DescribeVerifiedAccessInstances VerifiedAccessInstances[] VerifiedAccessInstanceId verified-access-instance/{VerifiedAccessInstanceId} Tags',
      verified_access_trust_provider:
        'DescribeVerifiedAccessTrustProviders VerifiedAccessTrustProviders[] VerifiedAccessTrustProviderId verified-access-trust-provider/{VerifiedAccessTrustProviderId} Tags',
      vpc_block_public_access_exclusion:
        'DescribeVpcBlockPublicAccessExclusions VpcBlockPublicAccessExclusions[] ExclusionId ResourceArn Tags',
      vpc_endpoint_connection:
        'DescribeVpcEndpointConnections VpcEndpointConnections[] VpcEndpointConnectionId vpc-endpoint-connection/{VpcEndpointConnectionId} Tags',
      vpc_endpoint_connection_notification:
        'DescribeVpcEndpointConnectionNotifications ConnectionNotificationSet[] ConnectionNotificationId ConnectionNotificationArn',
      vpc_endpoint_service:
        'DescribeVpcEndpointServiceConfigurations ServiceConfigurations[] ServiceId vpc-endpoint-service/{ServiceId} Tags',
      vpn_connection:
        'DescribeVpnConnections VpnConnections[] VpnConnectionId vpn-connection/{VpnConnectionId} Tags',
      recycled_image: 'ListImagesInRecycleBin Images[] ImageId',
      recycled_snapshot: 'ListSnapshotsInRecycleBin Snapshots[] SnapshotId',
    },
  },
];
