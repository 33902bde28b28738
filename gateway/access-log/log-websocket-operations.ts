import type { OperationRequest } from '#platform/websocket/websocket-handler.ts';
import type { WebSocketOperationObserver } from '../clients/websocket/websocket-handler.ts';
import type { Access } from './access.ts';
import type { AccessLog } from './access-log.ts';
import { toFirstCode } from './log-operations.ts';

/** Logs the operations of WebSockets, each from its message to its end. */
export function logWebSocketOperations(accessLog: AccessLog): WebSocketOperationObserver {
  const accesses = new WeakMap<OperationRequest, Access>();
  return {
    began(request, { requestId: id, clientAddress, caller: { principal } }) {
      const access = accessLog.begin({ id, clientAddress });
      access.transport = 'websocket';
      access.status = 200;
      access.subject = principal?.subject;
      access.clientId = principal?.clientId;
      access.operationName = request.operationName;
      accesses.set(request, access);
    },
    refused(request, { errors, status = 400 }) {
      const access = accesses.get(request);
      if (!access) return;
      access.status = status;
      access.code = toFirstCode(errors);
    },
    ended(request, { sentBytes, hasLeft }) {
      const access = accesses.get(request);
      if (!access) return;
      access.bytes = sentBytes;
      access.hasLeft = hasLeft;
      accessLog.end(access);
    },
  };
}
