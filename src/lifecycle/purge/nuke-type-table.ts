/**
 * The resource types of aws-nuke 2.16 and the properties that its filters can read, from its sources. A filter on any
 * other property never matches, without a warning, so the resource is deleted.
 */

/** `+` after a type: it shows tags, as `tag:<key>`. `@` after a property: a date in a form that filters can read. */
export const typesWithProperties = `
ACMCertificate+, DomainName
ACMPCACertificateAuthority+, ARN, Status
ACMPCACertificateAuthorityState+, ARN, Status
AMPWorkspace, WorkspaceARN, WorkspaceAlias, WorkspaceId
APIGatewayRestAPI+, APIID, Name, Version
APIGatewayV2API+, APIID, Name, ProtocolType, Version
APIGatewayV2VpcLink+, Name, VPCLinkID
APIGatewayVpcLink+, Name, VPCLinkID
AWSBackupPlan+, ID, Name
AWSBackupRecoveryPoint, BackupVault
AWSBackupSelection, ID, Name, PlanID
AWSBackupVault+, Name
AccessAnalyzer+, ARN, Name, Status
AppMeshMesh, MeshName
AppMeshRoute, MeshName, Name, VirtualRouterName
AppMeshVirtualGateway, MeshName, Name
AppMeshVirtualNode, MeshName, Name
AppMeshVirtualRouter, MeshName, Name
AppMeshVirtualService, MeshName, Name
AppSyncGraphqlAPI+, APIID, Name
ApplicationAutoScalingScalableTarget, ResourceID, ScalableDimension, ServiceNamespace
ArchiveRule, AnalyzerName, RuleName
AthenaNamedQuery, Id
AthenaWorkGroup, ARN, Name
CloudFormationStack+, Name
CloudFormationStackSet, Name, StackSetId
CloudFormationType, Name, Type
CloudFrontOriginAccessIdentity, ID
CloudWatchLogsResourcePolicy, Name
CodeBuildProject+, ProjectName
CodeStarConnection, Name, ProviderType
CodeStarNotificationRule+, ID, Name
CognitoIdentityProvider, Name, Type, UserPoolName
CognitoUserPoolClient, ID, Name, UserPoolName
ComprehendDocumentClassifier, DocumentClassifierArn, LanguageCode
ComprehendDominantLanguageDetectionJob, JobId, JobName
ComprehendEndpoint, EndpointArn, ModelArn
ComprehendEntitiesDetectionJob, JobId, JobName
ComprehendEntityRecognizer, EntityRecognizerArn, LanguageCode
ComprehendKeyPhrasesDetectionJob, JobId, JobName
ComprehendSentimentDetectionJob, JobId, JobName
DynamoDBTable+, Identifier
DynamoDBTableItem, KeyName, KeyValue, Table
EC2Address+, AllocationID
EC2ClientVpnEndpoint
EC2DHCPOption+
EC2EgressOnlyInternetGateway+
EC2Image+
EC2Instance+, Identifier, ImageIdentifier, InstanceState, InstanceType, LaunchTime@
EC2InternetGateway+
EC2InternetGatewayAttachment
EC2NATGateway+
EC2NetworkACL+, ID
EC2NetworkInterface+, AvailabilityZone, ID, PrivateIPAddress, Status, SubnetID, VPC
EC2RouteTable+
EC2SecurityGroup+, Name
EC2Snapshot+
EC2Subnet+, DefaultForAz
EC2TGW+, ID, OwnerId
EC2TGWAttachment+, ID
EC2VPC+, ID, IsDefault
EC2VPCEndpoint+
EC2VPCEndpointServiceConfiguration, Name
EC2VPNConnection+
EC2VPNGatewayAttachment
EC2Volume+, State
EKSFargateProfiles, Cluster, Profile
EKSNodegroups, Cluster, Profile
ELB+
ELBv2+
ELBv2TargetGroup+
ElasticBeanstalkEnvironment, Name
ElasticacheCacheParameterGroup, GroupFamily, GroupName
FMSNotificationChannel, NotificationChannelEnabled
FMSPolicy, PolicyID, PolicyName
FSxBackup+, Type
FSxFileSystem+, Type
GlobalAccelerator, ARN
GlobalAcceleratorEndpointGroup, ARN
GlobalAcceleratorListener, ARN
GuardDutyDetector, DetectorID
IAMGroupPolicyAttachment, PolicyArn, PolicyName, RoleName
IAMLoginProfile, UserName
IAMPolicy+, ARN, Name, Path, PolicyID
IAMRole+, Name, Path
IAMRolePolicy, PolicyName, role:Path, role:RoleID, role:RoleName
IAMRolePolicyAttachment, PolicyArn, PolicyName, RoleName
IAMServiceSpecificCredential, ID, ServiceName
IAMUserAccessKey, AccessKeyID, UserName
IAMUserPolicyAttachment, PolicyArn, PolicyName, UserName
IAMUserSSHPublicKey, SSHKeyID, UserName
ImageBuilderComponent, arn
ImageBuilderDistributionConfiguration, arn
ImageBuilderImage, arn
ImageBuilderInfrastructureConfiguration, arn
ImageBuilderPipeline, arn
ImageBuilderRecipe, arn
KMSAlias, Name
KMSKey+, ID
LambdaEventSourceMapping, EventSourceArn, FunctionArn, State, UUID
LambdaFunction+, Name
LambdaLayer, Name, Version
LexBot, Name, Status
LexIntent, Name
LexSlotType, Name
LightsailInstance+, Name
MSKCluster, ARN, Name
MSKConfiguration, ARN, Name
RDSDBCluster+, Deletion Protection, Identifier
RDSDBClusterParameterGroup+, Name
RDSDBParameterGroup+, Name
RDSDBSubnetGroup+, Name
RDSEventSubscription+, Enabled, ID
RDSInstance+, AvailabilityZone, DeletionProtection, Engine, EngineVersion, Identifier, InstanceClass, MultiAZ, PubliclyAccessible
RDSOptionGroup+, Name
RDSProxy+, ProxyName
RDSSnapshot+, ARN, AvailabilityZone, Identifier, SnapshotType, Status
Route53HealthCheck, ID
Route53HostedZone+, Name
Route53ResolverEndpoint, EndpointID, Name
Route53ResolverRule, ID, Name
Route53ResourceRecordSet, Name, Type
Route53TrafficPolicy, ID, Name
S3Bucket+, Name
S3MultipartUpload, Bucket, Key, UploadID
S3Object, Bucket, IsLatest, Key, VersionID
SNSTopic+, TopicARN
SSMParameter+, Name
SageMakerApp, AppName, AppType, DomainID, UserProfileName
SageMakerDomain, DomainID
SageMakerNotebookInstanceLifecycleConfig, Name
SageMakerUserProfiles, DomainID, UserProfileName
SecretsManagerSecret+
SecurityHub, Arn
ServiceCatalogConstraintPortfolioAttachment, ConstraintID, PortfolioID, PortfolioName
ServiceCatalogPortfolio, DisplayName, ID, ProviderName
ServiceCatalogPortfolioProductAttachment, PortfolioID, PortfolioName, ProductID, ProductName
ServiceCatalogPortfolioShareAttachment, AccountID, PortfolioID, PortfolioName
ServiceCatalogPrincipalPortfolioAttachment, PortfolioID, PortfolioName, PrincipalARN
ServiceCatalogProduct, ID, Name
ServiceCatalogProvisionedProduct, ID, Name, ProductID
ServiceCatalogTagOption, ID, Key, Value
ServiceCatalogTagOptionPortfolioAttachment, ResourceID, ResourceName, TagOptionID, TagOptionKey, TagOptionValue
TransferServer+, EndpointType, Protocols, ServerID
TransferServerUser+, ServerID, Username
WAFRegionalByteMatchSet, ID, Name
WAFRegionalByteMatchSetIP, ByteMatchSetID, FieldToMatchData, FieldToMatchType, TargetString
WAFRegionalIPSet, ID, Name
WAFRegionalIPSetIP, IPSetID, Type, Value
WAFRegionalRateBasedRulePredicate, DataID, Negated, RuleID, Type
WAFRegionalRegexMatchSet, ID, Name
WAFRegionalRegexMatchTuple, FieldToMatchData, FieldToMatchType, RegexMatchSetID, TextTransformation
WAFRegionalRegexPatternSet, ID, Name
WAFRegionalRegexPatternString, RegexPatternSetID, patternString
WAFRegionalRule, ID, Name
WAFRegionalRuleGroup, ID, Name
WAFRegionalRulePredicate, DataID, Negated, RuleID, Type
WAFRegionalWebACL, ID, Name
WAFv2IPSet, ID, Name, Scope
WAFv2RegexPatternSet, ID, Name, Scope
WAFv2RuleGroup, ID, Name, Scope
WAFv2WebACL, ID, Name, Scope
WorkLinkFleet, CompanyCode, DisplayName
XRayGroup, GroupARN, GroupName
XRaySamplingRule, RuleARN, RuleName
`;

/** These show nothing except their identifier. */
export const typesWithoutProperties = `
APIGatewayAPIKey APIGatewayClientCertificate APIGatewayDomainName APIGatewayUsagePlan
AWSBackupVaultAccessPolicy AppStreamDirectoryConfig AppStreamFleet AppStreamFleetState AppStreamImage
AppStreamImageBuilder AppStreamImageBuilderWaiter AppStreamStack AppStreamStackFleetAttachment
AutoScalingGroup AutoScalingPlansScalingPlan BatchComputeEnvironment BatchComputeEnvironmentState
BatchJobQueue BatchJobQueueState Cloud9Environment CloudDirectoryDirectory CloudDirectorySchema
CloudFrontDistribution CloudFrontDistributionDeployment CloudHSMV2Cluster CloudHSMV2ClusterHSM
CloudSearchDomain CloudTrailTrail CloudWatchAlarm CloudWatchDashboard CloudWatchEventsRule
CloudWatchEventsTarget CloudWatchLogsDestination CloudWatchLogsLogGroup CodeCommitRepository
CodeDeployApplication CodePipelinePipeline CodeStarProject CognitoIdentityPool CognitoUserPool
CognitoUserPoolDomain ConfigServiceConfigRule ConfigServiceConfigurationRecorder ConfigServiceDeliveryChannel
DAXCluster DAXParameterGroup DAXSubnetGroup DataPipelinePipeline DatabaseMigrationServiceCertificate
DatabaseMigrationServiceEndpoint DatabaseMigrationServiceEventSubscription
DatabaseMigrationServiceReplicationInstance DatabaseMigrationServiceReplicationTask
DatabaseMigrationServiceSubnetGroup DeviceFarmProject DirectoryServiceDirectory EC2ClientVpnEndpointAttachment
EC2CustomerGateway EC2KeyPair EC2LaunchTemplate EC2PlacementGroup EC2SpotFleetRequest EC2VPCPeeringConnection
EC2VPNGateway ECRRepository ECSCluster ECSClusterInstance ECSService ECSTaskDefinition EFSFileSystem
EFSMountTarget EKSCluster EMRCluster EMRSecurityConfiguration ESDomain ElasticBeanstalkApplication
ElasticTranscoderPipeline ElasticacheCacheCluster ElasticacheReplicationGroup ElasticacheSubnetGroup
FirehoseDeliveryStream GlueClassifier GlueConnection GlueCrawler GlueDatabase GlueDevEndpoint GlueJob
GlueTrigger IAMGroup IAMGroupPolicy IAMInstanceProfile IAMInstanceProfileRole IAMOpenIDConnectProvider
IAMSAMLProvider IAMServerCertificate IAMUser IAMUserGroupAttachment IAMUserPolicy IAMVirtualMFADevice
IoTAuthorizer IoTCACertificate IoTCertificate IoTJob IoTOTAUpdate IoTPolicy IoTRoleAlias IoTStream IoTThing
IoTThingGroup IoTThingType IoTThingTypeState IoTTopicRule KinesisAnalyticsApplication KinesisStream
KinesisVideoProject LaunchConfiguration LifecycleHook LightsailDisk LightsailDomain LightsailKeyPair
LightsailLoadBalancer LightsailStaticIP MQBroker MachineLearningBranchPrediction MachineLearningDataSource
MachineLearningEvaluation MachineLearningMLModel MediaConvertJobTemplate MediaConvertPreset MediaConvertQueue
MediaLiveChannel MediaLiveInput MediaLiveInputSecurityGroup MediaPackageChannel MediaPackageOriginEndpoint
MediaStoreContainer MediaStoreDataItems MediaTailorConfiguration MobileProject NeptuneCluster NeptuneInstance
NetpuneSnapshot OpsWorksApp OpsWorksCMBackup OpsWorksCMServer OpsWorksCMServerState OpsWorksInstance
OpsWorksLayer OpsWorksUserProfile RedshiftCluster RedshiftParameterGroup RedshiftSnapshot RedshiftSubnetGroup
RekognitionCollection ResourceGroupGroup RoboMakerDeploymentJob RoboMakerFleet RoboMakerRobot
RoboMakerRobotApplication RoboMakerSimulationApplication RoboMakerSimulationJob SESConfigurationSet
SESIdentity SESReceiptFilter SESReceiptRuleSet SESTemplate SFNStateMachine SNSEndpoint SNSPlatformApplication
SNSSubscription SQSQueue SSMActivation SSMAssociation SSMDocument SSMMaintenanceWindow SSMPatchBaseline
SSMResourceDataSync SageMakerEndpoint SageMakerEndpointConfig SageMakerModel SageMakerNotebookInstance
SageMakerNotebookInstanceState ServiceDiscoveryInstance ServiceDiscoveryNamespace ServiceDiscoveryService
SimpleDBDomain StorageGatewayFileShare StorageGatewayGateway StorageGatewayTape StorageGatewayVolume
WAFRegionalRateBasedRule WAFRegionalWebACLRuleAttachment WAFRule WAFWebACL WAFWebACLRuleAttachment
WorkSpacesWorkspace
`;
