/** Names, load balancers, edges and private lines. */

import { ask, type CatalogueGroup } from './rows.ts';

const ofApi = (operation: string, take: string, as: string) =>
  ask(`${operation} ${take} ${as}`, { restApiId: '{id}' });
const ofHttpApi = (operation: string, as: string) =>
  ask(`${operation} Items ${as}`, { ApiId: '{ApiId}' });

export const network: readonly CatalogueGroup[] = [
  {
    model: 'elb',
    service: 'ElasticLoadBalancing',
    recon: 'load_balancer',
    types: {
      load_balancer: [
        'DescribeLoadBalancers LoadBalancerDescriptions[] LoadBalancerName loadbalancer/{LoadBalancerName} Tags',
        {
          details: [
            ask('DescribeLoadBalancerPolicies PolicyDescriptions PolicyDescriptions', {
              LoadBalancerName: '{LoadBalancerName}',
            }),
            ask('DescribeLoadBalancerAttributes LoadBalancerAttributes Attributes', {
              LoadBalancerName: '{LoadBalancerName}',
            }),
            ask(
              'DescribeTags Tags Tags',
              {},
              { batch: 'LoadBalancerNames 20 LoadBalancerName TagDescriptions[] LoadBalancerName' },
            ),
          ],
        },
      ],
    },
  },
  {
    model: 'elbv2',
    service: 'ElasticLoadBalancingV2',
    recon: 'load_balancer',
    types: {
      load_balancer: [
        'DescribeLoadBalancers LoadBalancers[] LoadBalancerArn LoadBalancerArn Tags',
        {
          details: [
            ask('DescribeLoadBalancerAttributes Attributes Attributes', {
              LoadBalancerArn: '{LoadBalancerArn}',
            }),
            ask(
              'DescribeTags Tags Tags',
              {},
              { batch: 'ResourceArns 20 LoadBalancerArn TagDescriptions[] ResourceArn' },
            ),
            ask('DescribeListeners Listeners Listeners', { LoadBalancerArn: '{LoadBalancerArn}' }),
            ask('DescribeTargetGroups TargetGroups TargetGroups', {
              LoadBalancerArn: '{LoadBalancerArn}',
            }),
            ask(
              'DescribeTargetHealth TargetHealthDescriptions HealthDescriptions',
              { TargetGroupArn: '{each:TargetGroupArn}' },
              { each: 'TargetGroups[]' },
            ),
          ],
        },
      ],
      target_group: [
        'DescribeTargetGroups TargetGroups[] TargetGroupArn TargetGroupArn Tags',
        {
          details: [
            ask(
              'DescribeTags Tags Tags',
              {},
              { batch: 'ResourceArns 20 TargetGroupArn TagDescriptions[] ResourceArn' },
            ),
            ask('DescribeTargetHealth TargetHealthDescriptions HealthDescriptions', {
              TargetGroupArn: '{TargetGroupArn}',
            }),
          ],
        },
      ],
      trust_store: 'DescribeTrustStores TrustStores[] TrustStoreArn TrustStoreArn',
    },
  },
  {
    model: 'cloudfront',
    service: 'CloudFront',
    scope: 'global',
    reconScope: 'regional',
    recon: 'distribution',
    types: {
      distribution: [
        'ListDistributions DistributionList.Items[] Id ARN Tags',
        {
          details: [
            ask('GetDistribution Distribution Details', { Id: '{Id}' }),
            ask('ListTagsForResource Tags.Items Tags', { Resource: '{ARN}' }),
          ],
        },
      ],
      connection_group: 'ListConnectionGroups ConnectionGroups[] Id Arn',
      trust_store: 'ListTrustStores TrustStoreList[] Id Arn',
      function: [
        'ListFunctions FunctionList.Items[] FunctionMetadata.FunctionARN FunctionMetadata.FunctionARN',
        { input: { Stage: 'LIVE' } },
      ],
      origin_access_control:
        'ListOriginAccessControls OriginAccessControlList.Items[] Id arn:{partition}:cloudfront::{account}:origin-access-control/{Id}',
      key_group:
        'ListKeyGroups KeyGroupList.Items[] KeyGroup.Id arn:{partition}:cloudfront::{account}:key-group/{KeyGroup.Id}',
      public_key:
        'ListPublicKeys PublicKeyList.Items[] Id arn:{partition}:cloudfront::{account}:public-key/{Id}',
      cache_policy: [
        'ListCachePolicies CachePolicyList.Items[] CachePolicy.Id arn:{partition}:cloudfront::{account}:cache-policy/{CachePolicy.Id}',
        { input: { Type: 'custom' } },
      ],
      origin_request_policy: [
        'ListOriginRequestPolicies OriginRequestPolicyList.Items[] OriginRequestPolicy.Id arn:{partition}:cloudfront::{account}:origin-request-policy/{OriginRequestPolicy.Id}',
        { input: { Type: 'custom' } },
      ],
      response_headers_policy: [
        'ListResponseHeadersPolicies ResponseHeadersPolicyList.Items[] ResponseHeadersPolicy.Id arn:{partition}:cloudfront::{account}:response-headers-policy/{ResponseHeadersPolicy.Id}',
        { input: { Type: 'custom' } },
      ],
    },
  },
  {
    model: 'route53',
    service: 'Route53',
    scope: 'global',
    reconScope: 'regional',
    recon: 'zone',
    types: {
      zone: [
        'ListHostedZones HostedZones[] Id@/ arn:{partition}:route53:::hostedzone/{Id@/} Tags',
        {
          details: [
            ask('ListQueryLoggingConfigs QueryLoggingConfigs LoggingConfig', {
              HostedZoneId: '{Id@/}',
            }),
            ask(
              'ListTagsForResources Tags Tags',
              { ResourceType: 'hostedzone' },
              { batch: 'ResourceIds 10 Id@/ ResourceTagSets[] ResourceId' },
            ),
          ],
        },
      ],
      record_set: [
        'ListResourceRecordSets ResourceRecordSets[] {parent:Id@/}/{Name}/{Type}[/{SetIdentifier}]',
        {
          parent: 'zone',
          input: { HostedZoneId: '{parent:Id@/}' },
          tokens: {
            StartRecordName: 'NextRecordName',
            StartRecordType: 'NextRecordType',
            StartRecordIdentifier: 'NextRecordIdentifier',
          },
        },
      ],
      cidr_collection: 'ListCidrCollections CidrCollections[] Id Arn',
      health_check: 'ListHealthChecks HealthChecks[] Id arn:{partition}:route53:::healthcheck/{Id}',
    },
  },
  {
    model: 'route53domains',
    service: 'Route53Domains',
    scope: 'global',
    recon: 'domain',
    types: {
      domain:
        'ListDomains Domains[] DomainName arn:{partition}:route53domains:::domain/{DomainName}',
    },
  },
  {
    model: 'apigateway',
    service: 'APIGateway',
    recon: 'api domain',
    types: {
      api: [
        'GetRestApis items[] id arn:{partition}:apigateway:{region}::/restapis/{id} tags',
        {
          json: ['policy'],
          details: [
            ofApi('GetAuthorizers', 'items', 'authorizers'),
            ofApi('GetStages', 'item', 'stages'),
            ofApi('GetModels', 'items', 'models'),
            ofApi('GetResources', 'items', 'resources'),
          ],
        },
      ],
      domain:
        'GetDomainNames items[] domainName arn:{partition}:apigateway:{region}::/domainnames/{domainName} tags',
      client_certificate:
        'GetClientCertificates items[] clientCertificateId arn:{partition}:apigateway:{region}::/clientcertificates/{clientCertificateId} tags',
      vpc_link: 'GetVpcLinks items[] id arn:{partition}:apigateway:{region}::/vpclinks/{id} tags',
      usage_plan:
        'GetUsagePlans items[] id arn:{partition}:apigateway:{region}::/usageplans/{id} tags',
      api_key: 'GetApiKeys items[] id arn:{partition}:apigateway:{region}::/apikeys/{id} tags',
    },
  },
  {
    model: 'apigatewayv2',
    service: 'ApiGatewayV2',
    recon: 'api',
    types: {
      api: [
        'GetApis Items[] ApiId arn:{partition}:apigateway:{region}::/apis/{ApiId} Tags',
        {
          details: [
            ofHttpApi('GetAuthorizers', 'Authorizers'),
            ofHttpApi('GetStages', 'Stages'),
            ofHttpApi('GetModels', 'Models'),
            ofHttpApi('GetDeployments', 'Deployments'),
          ],
        },
      ],
      domain_name: 'GetDomainNames Items[] DomainName DomainNameArn Tags',
      vpc_link:
        'GetVpcLinks Items[] VpcLinkId arn:{partition}:apigateway:{region}::/vpclinks/{VpcLinkId} Tags',
      route: [
        'GetRoutes Items[] {parent:ApiId}/{RouteId} arn:{partition}:apigateway:{region}::/apis/{parent:ApiId}/routes/{RouteId}',
        { parent: 'api', input: { ApiId: '{parent:ApiId}' } },
      ],
    },
  },
  {
    model: 'directconnect',
    service: 'DirectConnect',
    recon: 'connection',
    types: {
      connection: 'DescribeConnections connections[] connectionId dxcon/{connectionId} tags',
      gateway:
        'DescribeDirectConnectGateways directConnectGateways[] directConnectGatewayId arn:{partition}:directconnect::{account}:dx-gateway/{directConnectGatewayId} tags',
      lag: 'DescribeLags lags[] lagId dxlag/{lagId} tags',
      virtual_interface:
        'DescribeVirtualInterfaces virtualInterfaces[] virtualInterfaceId dxvif/{virtualInterfaceId} tags',
    },
  },
  {
    model: 'globalaccelerator',
    service: 'GlobalAccelerator',
    scope: 'global',
    askIn: 'us-west-2',
    types: {
      accelerator: 'ListAccelerators Accelerators[] AcceleratorArn AcceleratorArn',
      custom_routing_accelerator:
        'ListCustomRoutingAccelerators Accelerators[] AcceleratorArn AcceleratorArn',
      cross_account_attachment:
        'ListCrossAccountAttachments CrossAccountAttachments[] AttachmentArn AttachmentArn',
    },
  },
  {
    model: 'network-firewall',
    service: 'NetworkFirewall',
    types: {
      firewall: 'ListFirewalls Firewalls[] FirewallName FirewallArn',
      firewall_policy: 'ListFirewallPolicies FirewallPolicies[] Name Arn',
      rule_group: 'ListRuleGroups RuleGroups[] Name Arn',
      tls_inspection_configuration:
        'ListTLSInspectionConfigurations TLSInspectionConfigurations[] Name Arn',
    },
  },
  {
    model: 'vpc-lattice',
    service: 'VPCLattice',
    types: {
      service: 'ListServices items[] id arn',
      service_network: 'ListServiceNetworks items[] id arn',
      target_group: 'ListTargetGroups items[] id arn',
      resource_gateway: 'ListResourceGateways items[] id arn',
      resource_configuration: 'ListResourceConfigurations items[] id arn',
    },
  },
];
