/** The types of resources that stacks can have. */

import { alarm } from './alarm.ts';
import { s3BucketPolicy, snsTopicPolicy, sqsQueuePolicy } from './attached-policy.ts';
import { cdkMetadata } from './cdk-metadata.ts';
import { codebuildProject } from './codebuild-project.ts';
import { dashboard } from './dashboard.ts';
import { dynamodbTable } from './dynamodb-table.ts';
import { ecrRepository } from './ecr-repository.ts';
import { eventBusPolicy } from './event-bus-policy.ts';
import { eventsRule } from './events-rule.ts';
import { iamManagedPolicy } from './iam-managed-policy.ts';
import { iamPolicy } from './iam-policy.ts';
import { iamRole } from './iam-role.ts';
import { lambdaEventInvokeConfig } from './lambda-event-invoke-config.ts';
import { lambdaEventSourceMapping } from './lambda-event-source-mapping.ts';
import { lambdaFunction } from './lambda-function.ts';
import { lambdaPermission } from './lambda-permission.ts';
import { lambdaUrl } from './lambda-url.ts';
import { logGroup } from './log-group.ts';
import type { ResourceProvider } from './provider.ts';
import { s3Bucket } from './s3-bucket.ts';
import { schedule, scheduleGroup } from './schedule.ts';
import { snsSubscription } from './sns-subscription.ts';
import { snsTopic } from './sns-topic.ts';
import { sqsQueue } from './sqs-queue.ts';
import { ssmParameter } from './ssm-parameter.ts';

export const providers: ReadonlyMap<string, ResourceProvider> = new Map([
  ['AWS::CDK::Metadata', cdkMetadata],
  ['AWS::CloudWatch::Alarm', alarm],
  ['AWS::CloudWatch::Dashboard', dashboard],
  ['AWS::CodeBuild::Project', codebuildProject],
  ['AWS::DynamoDB::Table', dynamodbTable],
  ['AWS::ECR::Repository', ecrRepository],
  ['AWS::Events::EventBusPolicy', eventBusPolicy],
  ['AWS::Events::Rule', eventsRule],
  ['AWS::IAM::ManagedPolicy', iamManagedPolicy],
  ['AWS::IAM::Policy', iamPolicy],
  ['AWS::IAM::Role', iamRole],
  ['AWS::Lambda::EventInvokeConfig', lambdaEventInvokeConfig],
  ['AWS::Lambda::EventSourceMapping', lambdaEventSourceMapping],
  ['AWS::Lambda::Function', lambdaFunction],
  ['AWS::Lambda::Permission', lambdaPermission],
  ['AWS::Lambda::Url', lambdaUrl],
  ['AWS::Logs::LogGroup', logGroup],
  ['AWS::S3::Bucket', s3Bucket],
  ['AWS::S3::BucketPolicy', s3BucketPolicy],
  ['AWS::Scheduler::Schedule', schedule],
  ['AWS::Scheduler::ScheduleGroup', scheduleGroup],
  ['AWS::SNS::Subscription', snsSubscription],
  ['AWS::SNS::Topic', snsTopic],
  ['AWS::SNS::TopicPolicy', snsTopicPolicy],
  ['AWS::SQS::Queue', sqsQueue],
  ['AWS::SQS::QueuePolicy', sqsQueuePolicy],
  ['AWS::SSM::Parameter', ssmParameter],
]);
