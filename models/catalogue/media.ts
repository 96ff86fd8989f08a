/** Video: channels, transcoding, streams. */

import type { CatalogueGroup } from './rows.ts';

export const media: readonly CatalogueGroup[] = [
  {
    model: 'medialive',
    service: 'MediaLive',
    types: {
      channel: 'ListChannels Channels[] Id Arn Tags',
      input: 'ListInputs Inputs[] Id Arn Tags',
      input_security_group: 'ListInputSecurityGroups InputSecurityGroups[] Id Arn Tags',
      multiplex: 'ListMultiplexes Multiplexes[] Id Arn Tags',
      input_device: 'ListInputDevices InputDevices[] Id Arn Tags',
    },
  },
  {
    model: 'mediaconvert',
    service: 'MediaConvert',
    types: {
      queue: 'ListQueues Queues[] Name Arn',
      job_template: 'ListJobTemplates JobTemplates[] Name Arn',
      preset: 'ListPresets Presets[] Name Arn',
    },
  },
  {
    model: 'ivs',
    service: 'IVS',
    types: {
      channel: 'ListChannels channels[] arn arn tags',
      playback_key_pair: 'ListPlaybackKeyPairs keyPairs[] arn arn tags',
      recording_configuration: 'ListRecordingConfigurations recordingConfigurations[] arn arn tags',
    },
  },
  {
    model: 'kinesisvideo',
    service: 'KinesisVideo',
    types: {
      signaling_channel: 'ListSignalingChannels ChannelInfoList[] ChannelName ChannelARN',
      stream: 'ListStreams StreamInfoList[] StreamName StreamARN',
    },
  },
];
