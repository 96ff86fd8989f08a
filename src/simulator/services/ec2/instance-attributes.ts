/** Attributes of an instance that DescribeInstances does not return. */

import type { EC2 } from '@aws-sdk/client-ec2';
import type { Handlers } from '../../service.ts';
import { callerEc2 } from './caller-ec2.ts';
import { ec2Error, requireResource } from './errors.ts';
import { refuseUnknown } from './refuse-unknown.ts';
import type { Instance } from './resources.ts';

export const instanceAttributeHandlers: Handlers<EC2> = {
  DescribeInstanceAttribute: ({ InstanceId, Attribute }, context) => {
    const instance = requireResource(callerEc2(context).instances, 'instance', InstanceId);
    return { InstanceId, ...attributeOf(instance, Attribute) };
  },

  ModifyInstanceAttribute: (input, context) => {
    refuseUnknown(input, 'ModifyInstanceAttribute', [
      'Attribute',
      'DisableApiTermination',
      'InstanceId',
      'InstanceInitiatedShutdownBehavior',
      'UserData',
      'Value',
    ]);
    const instance = requireResource(callerEc2(context).instances, 'instance', input.InstanceId);
    const { Attribute: named, Value = '' } = input;
    const isNamed = (attribute: string) => named === attribute;
    if (isNamed('disableApiTermination')) instance.isProtected = Value === 'true';
    else if (isNamed('instanceInitiatedShutdownBehavior')) instance.shutdownBehavior = Value;
    else if (isNamed('userData')) changeUserData(instance, Value);
    else if (named !== undefined) refuseUnknown({ [named]: Value }, 'ModifyInstanceAttribute', []);
    instance.isProtected = input.DisableApiTermination?.Value ?? instance.isProtected;
    const { UserData, InstanceInitiatedShutdownBehavior: behavior } = input;
    instance.shutdownBehavior = behavior?.Value ?? instance.shutdownBehavior;
    if (UserData?.Value) changeUserData(instance, Buffer.from(UserData.Value).toString('base64'));
    return {};
  },
};

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyInstanceAttribute.html */
function changeUserData(instance: Instance, text: string): void {
  if (instance.state !== 'stopped') {
    const message = `The instance '${instance.id}' is not in the 'stopped' state.`;
    throw ec2Error('IncorrectInstanceState', message);
  }
  instance.userData = text;
}

function attributeOf(instance: Instance, attribute: string) {
  switch (attribute) {
    case 'disableApiTermination':
      return { DisableApiTermination: { Value: instance.isProtected } };
    case 'ebsOptimized':
      return { EbsOptimized: { Value: instance.ebsOptimized } };
    case 'groupSet':
      return { Groups: instance.groupIds.map((GroupId) => ({ GroupId })) };
    case 'instanceInitiatedShutdownBehavior':
      return { InstanceInitiatedShutdownBehavior: { Value: instance.shutdownBehavior } };
    case 'instanceType':
      return { InstanceType: { Value: instance.type } };
    case 'userData':
      return { UserData: instance.userData === undefined ? {} : { Value: instance.userData } };
    case 'disableApiStop':
      return { DisableApiStop: { Value: false } };
    case 'sourceDestCheck':
      return { SourceDestCheck: { Value: true } };
    default:
      refuseUnknown({ [attribute]: true }, 'DescribeInstanceAttribute', []);
      return {};
  }
}
