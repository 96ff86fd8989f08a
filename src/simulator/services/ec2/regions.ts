/** Regions and zones, from the perspective of an account. */

import type { EC2 } from '@aws-sdk/client-ec2';
import { isOptIn } from '../../../aws/models/opt-in-regions.ts';
import { callerAccount } from '../../caller-account.ts';
import type { CallContext, Handlers } from '../../service.ts';
import { isRegionUsable } from '../../world/regions.ts';
import { callerEc2 } from './caller-ec2.ts';
import { ec2Error } from './errors.ts';
import { zonesOf } from './make.ts';
import { matchesFilters } from './select.ts';

export const regionHandlers: Handlers<EC2> = {
  DescribeRegions: (input, context) => {
    const { partition } = context.world;
    const unknown = (input.RegionNames ?? []).filter((name) => !partition.regions.includes(name));
    if (unknown.length > 0) {
      throw ec2Error('InvalidParameterValue', `Invalid region names: [${unknown.join(', ')}]`);
    }
    const regions = partition.regions
      .map((name) => toRegion(context, name))
      .filter(({ OptInStatus }) => input.AllRegions || OptInStatus !== 'not-opted-in')
      .filter(({ RegionName }) => !input.RegionNames || input.RegionNames.includes(RegionName))
      .filter(({ RegionName, Endpoint, OptInStatus }) =>
        matchesFilters(
          { 'region-name': RegionName, endpoint: Endpoint, 'opt-in-status': OptInStatus },
          new Map(),
          input.Filters ?? [],
        ),
      );
    return { Regions: regions };
  },

  DescribeAvailabilityZones: (input, context) => {
    const zones = zonesOf(context.region)
      .map((name, index) => toZone(context.region, name, index + 1))
      .filter(({ ZoneName, ZoneId }) => {
        const { ZoneNames, ZoneIds } = input;
        return (
          (!ZoneNames || ZoneNames.includes(ZoneName)) && (!ZoneIds || ZoneIds.includes(ZoneId))
        );
      })
      .filter((zone) =>
        matchesFilters(
          {
            'zone-name': zone.ZoneName,
            'zone-id': zone.ZoneId,
            'region-name': zone.RegionName,
            state: zone.State,
            'zone-type': zone.ZoneType,
            'opt-in-status': zone.OptInStatus,
          },
          new Map(),
          input.Filters ?? [],
        ),
      );
    return { AvailabilityZones: zones };
  },

  DescribeAccountAttributes: ({ AttributeNames }, context) => {
    const standard = callerEc2(context)
      .vpcs.values()
      .find(({ isDefault }) => isDefault);
    const attributes: readonly (readonly [string, string])[] = [
      ['supported-platforms', 'VPC'],
      ['default-vpc', standard?.id ?? 'none'],
      ['max-instances', '20'],
      ['max-elastic-ips', '5'],
      ['vpc-max-elastic-ips', '5'],
      ['vpc-max-security-groups-per-interface', '5'],
    ];
    const requested: readonly string[] | undefined = AttributeNames;
    return {
      AccountAttributes: attributes
        .filter(([name]) => !requested || requested.includes(name))
        .map(([AttributeName, AttributeValue]) => ({
          AttributeName,
          AttributeValues: [{ AttributeValue }],
        })),
    };
  },
};

function toRegion(context: CallContext, name: string) {
  const { world } = context;
  const isUsable = isRegionUsable(world, callerAccount(context), name);
  const optIn = isUsable ? 'opted-in' : 'not-opted-in';
  return {
    RegionName: name,
    Endpoint: `ec2.${name}.${world.partition.dnsSuffix}`,
    OptInStatus: isOptIn(world.partition, name) ? optIn : 'opt-in-not-required',
  };
}

function toZone(region: string, name: string, number: number) {
  // `eu-west-1` is `euw1`.
  const short = region.replace(/^([a-z]+)-(?:[a-z]+-)??([a-z])[a-z]*-(\d)$/, '$1$2$3');
  return {
    ZoneName: name,
    ZoneId: `${short}-az${number}`,
    RegionName: region,
    State: 'available' as const,
    OptInStatus: 'opt-in-not-required' as const,
    ZoneType: 'availability-zone',
    GroupName: region,
    NetworkBorderGroup: region,
    Messages: [],
  };
}
