/**
 * Which types Cloud Control can list without a resource model. The registry's schemas state it in their handlers,
 * which the database omits. So a type is included only where all other evidence agrees; documented exceptions are in
 * a hand-written table.
 */

import { partsOf, type RegisteredType } from './registry.ts';

/** A required parent does not narrow these listings: EC2's describe calls list the whole region. */
const listsAll = new Set(['EC2', 'FSx', 'RDS', 'Redshift', 'MemoryDB', 'DMS', 'ElasticBeanstalk']);

/**
 * AWS documents that these are listed with a resource model only: of an instance, an ARN, a scope or an account.
 * https://docs.aws.amazon.com/cloudcontrolapi/latest/userguide/resource-operations-list.html
 */
const needMore = [
  // Only these types of a service can be listed directly.
  /^AWS::Connect::(?!Instance$)/,
  /^AWS::SSO::(?!Instance$)/,
  /^AWS::(CustomerProfiles|Cases|DataZone)::(?!Domain$)/,
  /^AWS::Deadline::(?!Farm$|LicenseEndpoint$|Monitor$)/,
  /^AWS::QBusiness::(?!Application$)/,
  /^AWS::Wisdom::(?!Assistant$|KnowledgeBase$)/,
  /^AWS::NetworkManager::(?!GlobalNetwork$|CoreNetwork$)/,
  /^AWS::Kendra::(?!Index$)/,
  /^AWS::VerifiedPermissions::(?!PolicyStore$)/,
  /^AWS::MediaPackageV2::(?!ChannelGroup$)/,
  /^AWS::EKS::(?!Cluster$)/,
  /^AWS::Cognito::(?!UserPool$|IdentityPool$)/,
  // None of these; Organizations responds to the management account, which the catalogue queries itself.
  /^AWS::(QuickSight|WAFv2|IdentityStore|S3Outposts|Chime|CloudFormation|Organizations)::/,
  // All but these.
  /^AWS::(APS::(RuleGroupsNamespace|AnomalyDetector)|AgentRegistry::RegistryRecord|Amplify::Webhook)$/,
  /^AWS::ApiGateway::(Stage|Deployment|Authorizer|Resource|Method)$/,
  /^AWS::BedrockAgentCore::(Gateway.+|.*Endpoint)$/,
  /^AWS::(ECS::(Service|TaskSet)|EMR::Step|GlobalAccelerator::(Listener|EndpointGroup))$/,
  /^AWS::ElasticLoadBalancingV2::(Listener|ListenerRule|TrustStoreRevocation)$/,
  /^AWS::IoTSiteWise::(AccessPolicy|Dashboard|Project)$/,
  /^AWS::(Kinesis::StreamConsumer|MediaPackage::Asset|OpenSearch::DataSource|RDS::DBProxyTargetGroup)$/,
  /^AWS::Logs::(SubscriptionFilter|MetricFilter|LogStream)$/,
  /^AWS::(Rekognition::Dataset|Route53RecoveryControl::RoutingControl|S3Tables::Table|S3Vectors::Index)$/,
  /^AWS::(SageMaker::Device|SecurityHub::(SecurityControl|Standard)|WorkSpacesWeb::IdentityProvider)$/,
  /^AWS::VpcLattice::(Rule|Listener)$/,
];

/** A type that only configures another resource is not a resource of its own, and rarely has a list handler. */
const settings =
  /(Attachment|Association|Policy|Permission|Configuration|Settings?|Options|Activation|Membership|Entry|Route|Ingress|Egress|Grant|Access|Invitation|Acceptance|Accepter|Enabler|Share|Version|Result|Subscription|Notification|Alias|Permissions|Propagation|Addition|RecordSetGroup)$/;

/** Types with such a name that are resources nevertheless. */
const ownSettings = new Set(
  [
    'AppConfig::ExtensionAssociation AppRunner::AutoScalingConfiguration AppRunner::ObservabilityConfiguration',
    'AutoScaling::LaunchConfiguration Batch::SchedulingPolicy CE::AnomalySubscription',
    'Chatbot::MicrosoftTeamsChannelConfiguration Chatbot::SlackChannelConfiguration CloudFront::CachePolicy',
    'CloudFront::ContinuousDeploymentPolicy CloudFront::OriginRequestPolicy CloudFront::ResponseHeadersPolicy',
    'DLM::LifecyclePolicy ECR::ReplicationConfiguration GameLift::MatchmakingConfiguration',
    'IVS::RecordingConfiguration ImageBuilder::DistributionConfiguration ImageBuilder::InfrastructureConfiguration',
    'ImageBuilder::LifecyclePolicy InspectorV2::CodeSecurityScanConfiguration IoT::DomainConfiguration',
    'IoT::EncryptionConfiguration MediaTailor::PlaybackConfiguration NetworkFirewall::FirewallPolicy',
    'Notifications::NotificationConfiguration ResilienceHub::ResiliencyPolicy Route53::TrafficPolicy',
    'SES::MailManagerTrafficPolicy Shield::DRTAccess SupportApp::SlackWorkspaceConfiguration',
  ]
    .join(' ')
    .split(' ')
    .map((name) => `AWS::${name}`),
);

/** Retired, or never supported by the registry's handlers. */
const legacy =
  /^AWS::(WAF|WAFRegional|OpsWorks|OpsWorksCM|SDB|RoboMaker|Inspector|CodeStar|Greengrass|KinesisAnalytics|IoTThingsGraph|IoT1Click|NimbleStudio|QLDB|LookoutVision|LookoutMetrics|Evidently|ASK|PinpointEmail|Pinpoint|DataPipeline|AutoScalingPlans|ElasticLoadBalancing|Elasticsearch|DAX|DMS|DocDB|Neptune|MediaStore|ManagedBlockchain|Cloud9|ServiceDiscovery|AppMesh|Budgets|CodeGuruReviewer|GreengrassV1)::/;

/** `siblings` are the names of the service's types. */
export function isListable(type: RegisteredType, siblings: ReadonlySet<string>): boolean {
  const { cloudFormationType, primaryIdentifier = [] } = type;
  if (primaryIdentifier.length !== 1 || isSynthetic(type)) return false;
  if (needMore.some((one) => one.test(cloudFormationType)) || legacy.test(cloudFormationType))
    return false;
  if (settings.test(cloudFormationType) && !ownSettings.has(cloudFormationType)) return false;
  return listsAll.has(partsOf(type).namespace) || parentsOf(type, siblings).length === 0;
}

/** Identifiers that CloudFormation generates for types older than the registry: an `Id` without documentation. */
function isSynthetic({ primaryIdentifier: [id] = [], attributes }: RegisteredType): boolean {
  return id === 'Id' && attributes.Id !== undefined && !attributes.Id.documentation;
}

/** Required immutable members that name another type of the same service: its parent. */
export function parentsOf(type: RegisteredType, siblings: ReadonlySet<string>): readonly string[] {
  const { namespace, name } = partsOf(type);
  return Object.entries(type.properties)
    .filter(([, { required, causesReplacement }]) => required && causesReplacement === 'yes')
    .filter(([member, { relationshipRefs = [] }]) => {
      const stem = member.replace(/(Id|Arn|Name|Identifier)$/, '');
      const refers = relationshipRefs.some(
        ({ cloudFormationType: other }) =>
          other.startsWith(`AWS::${namespace}::`) && other !== type.cloudFormationType,
      );
      return refers || (stem !== member && stem !== name && siblings.has(stem));
    })
    .map(([member]) => member);
}
