/** Instances: launch, start, stop and terminate, each of which takes a while on the clock. */

import type { EC2, InstanceStateChange } from '@aws-sdk/client-ec2';
import type { CallContext, Handlers } from '../../service.ts';
import { ec2Id } from '../../world/ids.ts';
import { callerEc2 } from './caller-ec2.ts';
import { ec2Error, notFound, requireResource } from './errors.ts';
import { instanceValues, stateOf, toInstance, toReservations } from './instance-shapes.ts';
import {
  groupsFor,
  optionsOf,
  type RunInput,
  refuseUnknownLaunch,
  volumesFor,
} from './launch-input.ts';
import { makeInstance, makeVolume } from './make-instance.ts';
import type { Ec2State, Instance, InstanceStateName, Subnet } from './resources.ts';
import { select } from './select.ts';
import { specifiedTags } from './tags.ts';

/** How long AWS takes, on the simulator's clock. */
const startMs = 10_000;
const stopMs = 20_000;
/** A terminated instance remains visible for about an hour. */
const terminatedVisibleMs = 3_600_000;

export const instanceHandlers: Handlers<EC2> = {
  RunInstances: (input, context) => {
    refuseUnknownLaunch(input);
    const { MinCount, MaxCount, ImageId = '' } = input;
    if (MinCount < 1 || MaxCount < MinCount) {
      throw ec2Error('InvalidParameterValue', 'Invalid value for MinCount and MaxCount.');
    }
    if (!/^ami-[0-9a-f]{8,17}$/.test(ImageId)) {
      throw ec2Error('InvalidAMIID.Malformed', `Invalid id: "${ImageId}" (expecting "ami-...")`);
    }
    const instances = repeated(input.ClientToken, context) ?? launch(input, context);
    const [first] = instances;
    return {
      ReservationId: first?.reservationId,
      OwnerId: context.caller.accountId,
      Groups: [],
      Instances: instances.map((instance) => toInstance(context, instance)),
    };
  },

  DescribeInstances: (input, context) => {
    const { items, token } = select(context, input, {
      kind: 'instance',
      resources: callerEc2(context).instances,
      ids: input.InstanceIds,
      filters: input.Filters,
      values: instanceValues(context),
    });
    return { Reservations: toReservations(context, items), ...token };
  },

  DescribeInstanceStatus: (input, context) => {
    const all = input.IncludeAllInstances ?? false;
    const running = [...callerEc2(context).instances].filter(
      ([, { state }]) => all || state === 'running',
    );
    const { items, token } = select(context, input, {
      kind: 'instance',
      resources: new Map(running),
      ids: input.InstanceIds,
      filters: input.Filters,
      values: instanceValues(context),
    });
    return {
      InstanceStatuses: items.map((instance) => ({
        InstanceId: instance.id,
        AvailabilityZone: instance.zone,
        InstanceState: stateOf(instance),
      })),
      ...token,
    };
  },

  StartInstances: ({ InstanceIds }, context) => ({
    StartingInstances: changeAll(context, InstanceIds, {
      from: ['stopped'],
      alreadySo: ['pending', 'running'],
      final: 'pending',
      to: 'running',
      takesMs: startMs,
      reason: '',
    }),
  }),

  StopInstances: ({ InstanceIds }, context) => ({
    StoppingInstances: changeAll(context, InstanceIds, {
      from: ['running', 'pending'],
      alreadySo: ['stopping', 'stopped'],
      final: 'stopping',
      to: 'stopped',
      takesMs: stopMs,
      reason: 'User initiated',
    }),
  }),

  TerminateInstances: ({ InstanceIds }, context) => {
    checkProtection(InstanceIds, context);
    return {
      TerminatingInstances: changeAll(context, InstanceIds, {
        from: ['running', 'pending', 'stopping', 'stopped'],
        alreadySo: ['shutting-down', 'terminated'],
        final: 'shutting-down',
        to: 'terminated',
        takesMs: stopMs,
        reason: 'User initiated',
      }),
    };
  },

  RebootInstances: ({ InstanceIds }, context) => {
    const { instances } = callerEc2(context);
    for (const id of InstanceIds) requireResource(instances, 'instance', id);
    return {};
  },
};

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_ChangingDisableAPITermination.html */
function checkProtection(ids: readonly string[], context: CallContext): void {
  const { instances } = callerEc2(context);
  const id = ids.find((one) => instances.get(one)?.isProtected);
  if (id === undefined) return;
  const message = `The instance '${id}' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.`;
  throw ec2Error('OperationNotPermitted', message);
}

/** A client token identifies a launch: repeating it returns the same instances. */
function repeated(token: string | undefined, context: CallContext) {
  if (token === undefined) return undefined;
  const same = [...callerEc2(context).instances.values()].filter(
    ({ clientToken }) => clientToken === token,
  );
  return same.length > 0 ? same : undefined;
}

function launch(input: RunInput, context: CallContext): readonly Instance[] {
  const { world, now } = context;
  const state = callerEc2(context);
  const creation = { state, random: world.random };
  const network = input.NetworkInterfaces?.[0];
  const subnet = subnetFor(
    input.SubnetId ?? network?.SubnetId,
    input.Placement?.AvailabilityZone,
    state,
  );
  const groupIds = groupsFor(input, subnet, state);
  const options = optionsOf(input, context);
  const volumes = volumesFor(input, context);
  const reservationId = ec2Id('r', world.random);
  return Array.from({ length: input.MaxCount }, () => {
    const instance = makeInstance(creation, {
      imageId: input.ImageId ?? '',
      type: input.InstanceType ?? 'm1.small',
      subnet,
      groupIds,
      reservationId,
      now,
      state: 'pending',
      keyName: input.KeyName,
      clientToken: input.ClientToken,
      options,
      tags: specifiedTags(input.TagSpecifications, 'instance'),
    });
    for (const volume of volumes) {
      makeVolume(creation, {
        ...volume,
        zone: subnet.zone,
        now,
        attachedTo: instance.id,
        tags: specifiedTags(input.TagSpecifications, 'volume'),
      });
    }
    completeTransition(context, state, instance, {
      final: 'pending',
      to: 'running',
      takesMs: startMs,
    });
    return instance;
  });
}

/** Without a subnet: the default one of the zone, or of the first zone. */
function subnetFor(id: string | undefined, zone: string | undefined, state: Ec2State): Subnet {
  if (id !== undefined) return requireResource(state.subnets, 'subnet', id);
  const subnet = state.subnets
    .values()
    .find((one) => one.isDefault && (zone === undefined || one.zone === zone));
  if (subnet) return subnet;
  throw ec2Error('MissingInput', 'No subnets found for the default VPC. Please specify a subnet.');
}

interface Move {
  readonly final: InstanceStateName;
  readonly to: InstanceStateName;
  readonly takesMs: number;
}

interface Change extends Move {
  readonly from: readonly InstanceStateName[];
  readonly alreadySo: readonly InstanceStateName[];
  readonly reason: string;
}

/** All or none: an unknown instance, or one in the wrong state, fails the call before any change. */
function changeAll(
  context: CallContext,
  ids: readonly string[],
  change: Change,
): InstanceStateChange[] {
  const state = callerEc2(context);
  const unknown = ids.filter((id) => !state.instances.has(id));
  if (unknown.length > 0) throw notFound('instance', unknown);
  const instances = ids.flatMap((id) => state.instances.get(id) ?? []);
  const wrong = instances.find(
    (instance) => ![...change.from, ...change.alreadySo].includes(instance.state),
  );
  if (wrong) {
    const message = `The instance '${wrong.id}' is not in a state from which it can be changed to ${change.to}.`;
    throw ec2Error('IncorrectInstanceState', message);
  }
  return instances.map((instance) => {
    const before = stateOf(instance);
    if (!change.alreadySo.includes(instance.state)) {
      instance.state = change.final;
      instance.reason = change.reason;
      if (change.to === 'running') instance.launchedAt = context.now;
      completeTransition(context, state, instance, change);
    }
    return { InstanceId: instance.id, PreviousState: before, CurrentState: stateOf(instance) };
  });
}

/** A later change of the instance takes precedence. */
function completeTransition(
  { world, now }: CallContext,
  state: Ec2State,
  instance: Instance,
  { final: over, to, takesMs }: Move,
): void {
  world.timeline.schedule(now + takesMs, `${instance.id} becoming ${to}`, (at) => {
    if (instance.state !== over) return;
    instance.state = to;
    if (to !== 'terminated') return;
    releaseVolumes(state, instance.id);
    world.timeline.schedule(at + terminatedVisibleMs, `removal of ${instance.id}`, () =>
      state.instances.delete(instance.id),
    );
  });
}

function releaseVolumes({ volumes }: Ec2State, instanceId: string): void {
  for (const volume of volumes.values()) {
    if (volume.attachment?.instanceId !== instanceId) continue;
    if (volume.attachment.deleteOnTermination) volumes.delete(volume.id);
    else delete volume.attachment;
  }
}
