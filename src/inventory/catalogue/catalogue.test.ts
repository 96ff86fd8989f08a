import { describe, expect, test } from 'vitest';
import { partitions, serviceModel } from '../../aws/models/service-model.ts';
import { FlotillaError } from '../../model/flotilla-error.ts';
import { loadCatalogue, selectEntries } from './catalogue.ts';
import type { CatalogueEntry } from './entry.ts';

const catalogue = loadCatalogue();
const { entries } = catalogue;
const entry = (key: string) => catalogue.byKey.get(key);

describe('the catalogue', () => {
  test('has more than 600 types of more than 140 services', () => {
    expect(entries.length).toBeGreaterThan(600);
    expect(new Set(entries.map(({ service }) => service)).size).toBeGreaterThan(140);
  });

  test('is read once', () => {
    expect(loadCatalogue()).toBe(catalogue);
  });

  test('has a version that changes with the content', () => {
    expect(catalogue.version).toMatch(/^[0-9a-f]{12}$/);
  });

  test('has keys that are names in SQL, each once, in order', () => {
    const keys = entries.map(({ key }) => key);

    expect(keys).toEqual([...new Set(keys)].sort());
    expect(keys.filter((key) => !/^[a-z][a-z0-9_]*$/.test(key))).toEqual([]);
  });

  test('names operations that the models know', () => {
    const unknown = entries.flatMap(({ key, model, list, details = [] }) =>
      [list, ...details]
        .filter(({ operation }) => !serviceModel(model).operations.has(operation))
        .map(({ operation }) => `${key}: ${operation}`),
    );

    expect(unknown).toEqual([]);
  });

  test('needs exactly the actions of its operations', () => {
    const actionsOf = ({ model, list, details = [] }: CatalogueEntry) => {
      const after = list.after ? [list.after] : [];
      const operations = [list, ...after, ...details].map(({ operation }) => operation);
      const known = serviceModel(model).operations;
      return [...new Set(operations.map((name) => known.get(name)?.action))].sort();
    };

    for (const one of entries) {
      expect({ key: one.key, actions: one.actions }).toEqual({
        key: one.key,
        actions: actionsOf(one),
      });
    }
  });

  test('only reads', () => {
    const writing = entries
      .flatMap(({ actions }) => actions)
      .filter((action) => !/:(Describe|Get|List|Search|BatchGet|View|GET|Select)/.test(action));

    // IAM generates its credential report only on request.
    expect([...new Set(writing)]).toEqual(['iam:GenerateCredentialReport']);
  });

  test('has no partition written into an ARN', () => {
    const templates = entries.flatMap(({ arn }) =>
      arn && 'template' in arn ? [arn.template] : [],
    );

    expect(templates.filter((template) => !template.startsWith('arn:{partition}:'))).toEqual([]);
  });

  test('uses other regions only if they exist', () => {
    const regions = new Set(partitions.flatMap((partition) => partition.regions));
    const regionsAskedIn = entries.flatMap(({ askIn }) => (askIn === undefined ? [] : [askIn]));

    expect([...new Set(regionsAskedIn)]).toEqual(['us-west-2']);
    expect(regionsAskedIn.filter((region) => !regions.has(region))).toEqual([]);
  });
});

describe('where the reference collector is wrong', () => {
  test.each([
    ['ec2_security_group', 'arn:{partition}:ec2:{region}:{owner}:security-group/{GroupId}'],
    ['ec2_nat_gateway', 'arn:{partition}:ec2:{region}:{account}:natgateway/{NatGatewayId}'],
    ['ec2_eip_address', 'arn:{partition}:ec2:{region}:{account}:elastic-ip/{AllocationId}'],
    ['ec2_flow_log', 'arn:{partition}:ec2:{region}:{account}:vpc-flow-log/{FlowLogId}'],
    ['route53_zone', 'arn:{partition}:route53:::hostedzone/{Id@/}'],
    [
      'directconnect_connection',
      'arn:{partition}:directconnect:{region}:{account}:dxcon/{connectionId}',
    ],
    ['ds_directory', 'arn:{partition}:ds:{region}:{account}:directory/{DirectoryId}'],
    ['athena_workgroup', 'arn:{partition}:athena:{region}:{account}:workgroup/{Name}'],
  ])('%s has a real ARN', (key, template) => {
    expect(entry(key)?.arn).toEqual({ template });
  });

  test('global services are listed once', () => {
    expect(entry('cloudfront_distribution')?.scope).toBe('global');
    expect(entry('route53_zone')?.scope).toBe('global');
  });

  test('members that AWS omits by default are requested', () => {
    const inputOf = (key: string) => entry(key)?.list.input;

    expect(inputOf('cloudwatch_composite_alarm')).toEqual({ AlarmTypes: ['CompositeAlarm'] });
    expect(inputOf('cloudtrail_cloud_trail')).toEqual({ includeShadowTrails: false });
    expect(inputOf('acm_certificate')).toMatchObject({
      Includes: { keyTypes: expect.arrayContaining(['RSA_4096', 'EC_prime256v1']) },
    });
    expect(inputOf('sqs_queue')).toEqual({ MaxResults: 1000 });
    expect(entry('kafka_cluster')?.list.operation).toBe('ListClustersV2');
    expect(entry('application_autoscaling_auto_scaling_policy')?.list.variants).toContainEqual({
      ServiceNamespace: 'ecs',
    });
  });

  test('policies of AWS are listed once per run and not in every account', () => {
    expect(entry('iam_policy')?.list.input).toEqual({ Filter: ['LocalManagedPolicy'] });
    expect(entry('iam_aws_managed_policy')?.oncePerRun).toBe(true);
  });

  test('passwords stay where they are', () => {
    expect(entry('glue_connection')?.list.input).toEqual({ HidePassword: true });
  });

  test('a log group has its own metric filters, and a repository without a policy is not a failure', () => {
    const detail = (key: string, operation: string) =>
      entry(key)?.details?.find((one) => one.operation === operation);

    expect(detail('logs_log_group', 'DescribeMetricFilters')?.input).toEqual({
      logGroupName: { from: 'logGroupName' },
    });
    expect(detail('ecr_repository', 'GetRepositoryPolicy')?.absent).toEqual([
      'RepositoryPolicyNotFoundException',
    ]);
  });
});

describe('choosing', () => {
  const keysOf = (choice: Parameters<typeof selectEntries>[1]) =>
    selectEntries(catalogue, choice).map(({ key }) => key);

  test('nothing named means everything', () => {
    expect(selectEntries(catalogue, {})).toEqual(entries);
  });

  test('a service by its name or its model, in any case', () => {
    expect(keysOf({ services: ['s3'] })).toEqual(['s3_bucket']);
    expect(keysOf({ services: ['elasticloadbalancing'] })).toEqual(['elb_load_balancer']);
    expect(keysOf({ services: ['ELB'] })).toEqual(['elb_load_balancer']);
  });

  test('a type by its key, or with its service', () => {
    expect(keysOf({ types: ['ec2_instance', 'S3.bucket', 'elbv2.load_balancer'] })).toEqual([
      'ec2_instance',
      'elbv2_load_balancer',
      's3_bucket',
    ]);
  });

  test('services and types add up, and nothing is there twice', () => {
    expect(keysOf({ services: ['S3'], types: ['s3_bucket', 'sqs_queue'] })).toEqual([
      's3_bucket',
      'sqs_queue',
    ]);
  });

  test.each([
    [{ services: ['EC22'] }, 'no service "EC22", did you mean "EC2"?'],
    [{ types: ['ec2_instances'] }, 'no type "ec2_instances", did you mean "ec2_instance"?'],
    [{ services: ['Blockchain'] }, 'no service "Blockchain";'],
  ])('a name that nothing has is refused: %o', (choice, said) => {
    expect(() => selectEntries(catalogue, choice)).toThrow(
      new FlotillaError(
        'InvalidInput',
        `the catalogue has ${said} list them with: flotilla inventory catalogue`,
      ),
    );
  });
});
