export { IsapiDeviceControl, type DeviceSnapshot, type DeviceWalkRequest } from './control/device-control.js';
export { type DeviceFault, type DeviceFaultKind } from './control/device-faults.js';
export { type DeviceCapacity, type DeviceModel, type IsapiDeviceOptions } from './options.js';
export { type PostRecord } from './push/event-poster.js';
export { type DeviceCall } from './server/call-history.js';
export { type IsapiDevice, startIsapiDevice } from './start-isapi-device.js';
export { type DeviceEvent, type EventDetails } from './world/events.js';
export { type DeviceWalkResult } from './world/passages.js';
