/** Models and the resources to train and serve them. */

import { ask, type CatalogueGroup } from './rows.ts';

export const machineLearning: readonly CatalogueGroup[] = [
  {
    model: 'sagemaker',
    service: 'SageMaker',
    recon: 'notebook_instance endpoint',
    types: {
      notebook_instance: [
        'ListNotebookInstances NotebookInstances[] NotebookInstanceName NotebookInstanceArn',
        {
          details: [
            ask('DescribeNotebookInstance . .', { NotebookInstanceName: '{NotebookInstanceName}' }),
          ],
        },
      ],
      endpoint: [
        'ListEndpoints Endpoints[] EndpointName EndpointArn',
        { details: [ask('DescribeEndpoint . .', { EndpointName: '{EndpointName}' })] },
      ],
      algorithm: 'ListAlgorithms AlgorithmSummaryList[] AlgorithmName AlgorithmArn',
      app_image_config:
        'ListAppImageConfigs AppImageConfigs[] AppImageConfigName AppImageConfigArn',
      app: 'ListApps Apps[] {DomainId}/{AppType}/{AppName}',
      cluster: 'ListClusters ClusterSummaries[] ClusterName ClusterArn',
      code_repository:
        'ListCodeRepositories CodeRepositorySummaryList[] CodeRepositoryName CodeRepositoryArn',
      device_fleet: 'ListDeviceFleets DeviceFleetSummaries[] DeviceFleetName DeviceFleetArn',
      domain: 'ListDomains Domains[] DomainId DomainArn',
      endpoint_config: 'ListEndpointConfigs EndpointConfigs[] EndpointConfigName EndpointConfigArn',
      experiment: 'ListExperiments ExperimentSummaries[] ExperimentName ExperimentArn',
      feature_group: 'ListFeatureGroups FeatureGroupSummaries[] FeatureGroupName FeatureGroupArn',
      flow_definition:
        'ListFlowDefinitions FlowDefinitionSummaries[] FlowDefinitionName FlowDefinitionArn',
      hub: 'ListHubs HubSummaries[] HubName HubArn',
      image: 'ListImages Images[] ImageName ImageArn',
      inference_component:
        'ListInferenceComponents InferenceComponents[] InferenceComponentName InferenceComponentArn',
      mlflow_tracking_server:
        'ListMlflowTrackingServers TrackingServerSummaries[] TrackingServerName TrackingServerArn',
      model_package_group:
        'ListModelPackageGroups ModelPackageGroupSummaryList[] ModelPackageGroupName ModelPackageGroupArn',
      model: 'ListModels Models[] ModelName ModelArn',
      monitoring_schedule:
        'ListMonitoringSchedules MonitoringScheduleSummaries[] MonitoringScheduleName MonitoringScheduleArn',
      notebook_instance_lifecycle_config:
        'ListNotebookInstanceLifecycleConfigs NotebookInstanceLifecycleConfigs[] NotebookInstanceLifecycleConfigName NotebookInstanceLifecycleConfigArn',
      pipeline: 'ListPipelines PipelineSummaries[] PipelineName PipelineArn',
      project: 'ListProjects ProjectSummaryList[] ProjectId ProjectArn',
      space: 'ListSpaces Spaces[] {DomainId}/{SpaceName} space/{DomainId}/{SpaceName}',
      studio_lifecycle_config:
        'ListStudioLifecycleConfigs StudioLifecycleConfigs[] StudioLifecycleConfigName StudioLifecycleConfigArn',
      user_profile:
        'ListUserProfiles UserProfiles[] {DomainId}/{UserProfileName} user-profile/{DomainId}/{UserProfileName}',
      workforce: 'ListWorkforces Workforces[] WorkforceName WorkforceArn',
      workteam: 'ListWorkteams Workteams[] WorkteamName WorkteamArn',
    },
  },
  {
    model: 'bedrock',
    service: 'Bedrock',
    types: {
      custom_model: 'ListCustomModels modelSummaries[] modelArn modelArn',
      guardrail: 'ListGuardrails guardrails[] id arn',
      imported_model: 'ListImportedModels modelSummaries[] modelArn modelArn',
      provisioned_model:
        'ListProvisionedModelThroughputs provisionedModelSummaries[] provisionedModelArn provisionedModelArn',
      prompt_router: 'ListPromptRouters promptRouterSummaries[] promptRouterArn promptRouterArn',
      inference_profile: [
        'ListInferenceProfiles inferenceProfileSummaries[] inferenceProfileArn inferenceProfileArn',
        { input: { typeEquals: 'APPLICATION' } },
      ],
    },
  },
  {
    model: 'bedrock-agent',
    service: 'BedrockAgent',
    types: {
      agent: 'ListAgents agentSummaries[] agentId agent/{agentId}',
      flow: 'ListFlows flowSummaries[] id arn',
      knowledge_base:
        'ListKnowledgeBases knowledgeBaseSummaries[] knowledgeBaseId knowledge-base/{knowledgeBaseId}',
      prompt: 'ListPrompts promptSummaries[] id arn',
    },
  },
  {
    model: 'rekognition',
    service: 'Rekognition',
    types: {
      project: 'DescribeProjects ProjectDescriptions[] ProjectArn ProjectArn',
      stream_processor: 'ListStreamProcessors StreamProcessors[] Name streamprocessor/{Name}',
    },
  },
];
