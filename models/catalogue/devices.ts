/** Things and their locations. */

import type { CatalogueGroup } from './rows.ts';

export const devices: readonly CatalogueGroup[] = [
  {
    model: 'iot',
    service: 'IoT',
    types: {
      thing: 'ListThings things[] thingName thingArn',
      thing_group: 'ListThingGroups thingGroups[] groupName groupArn',
      thing_type: 'ListThingTypes thingTypes[] thingTypeName thingTypeArn',
      topic_rule: 'ListTopicRules rules[] ruleName ruleArn',
      policy: 'ListPolicies policies[] policyName policyArn',
      certificate: 'ListCertificates certificates[] certificateId certificateArn',
      ca_certificate: 'ListCACertificates certificates[] certificateId certificateArn',
      authorizer: 'ListAuthorizers authorizers[] authorizerName authorizerArn',
      billing_group: 'ListBillingGroups billingGroups[] groupName groupArn',
      domain_configuration:
        'ListDomainConfigurations domainConfigurations[] domainConfigurationName domainConfigurationArn',
      job_template: 'ListJobTemplates jobTemplates[] jobTemplateId jobTemplateArn',
      provisioning_template: 'ListProvisioningTemplates templates[] templateName templateArn',
      scheduled_audit: 'ListScheduledAudits scheduledAudits[] scheduledAuditName scheduledAuditArn',
      stream: 'ListStreams streams[] streamId streamArn',
    },
  },
  {
    model: 'location',
    service: 'Location',
    types: {
      tracker: 'ListTrackers Entries[] TrackerName tracker/{TrackerName}',
      geofence_collection:
        'ListGeofenceCollections Entries[] CollectionName geofence-collection/{CollectionName}',
      map: 'ListMaps Entries[] MapName map/{MapName}',
      place_index: 'ListPlaceIndexes Entries[] IndexName place-index/{IndexName}',
      route_calculator:
        'ListRouteCalculators Entries[] CalculatorName route-calculator/{CalculatorName}',
    },
  },
];
