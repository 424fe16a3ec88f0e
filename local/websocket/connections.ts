import type { Place } from '../faults/territory';
import type { Upgrade } from '../front-door/server';
import { accept } from './accept';
import { Connection } from './connection';
import type { ConnectionContext } from './context';
import type { ConnectionLimits } from './limits';
import type { WebSocketStage } from './stage';

/** The open connections of all stages. */
export class Connections {
  /** By the stage's path and the connection's id. */
  private readonly open = new Map<string, { connection: Connection; stage: WebSocketStage }>();

  /** @param now epoch ms */
  constructor(
    private readonly limits: ConnectionLimits,
    private readonly now: () => number,
  ) {}

  /** Completes a handshake that a stage has let through, and takes the client's messages to it. */
  accept(stage: WebSocketStage, context: ConnectionContext, upgrade: Upgrade): void {
    const key = keyOf(stage, context.connectionId);
    accept(upgrade, (webSocket) => {
      const connection = new Connection(context, webSocket, this.limits, this.now);
      this.open.set(key, { connection, stage });
      webSocket.once('close', () => this.open.delete(key));
      return (text) => void this.take(stage, connection, text);
    });
  }

  /** A connection of a stage by its id. */
  find(stage: WebSocketStage, connectionId: string): Connection | undefined {
    return this.open.get(keyOf(stage, connectionId))?.connection;
  }

  /** Ends the connections of stages that are away, without a word. */
  cut(isAway: (place: Place) => boolean): void {
    for (const { connection, stage } of this.open.values()) if (isAway(stage.place)) connection.cut();
  }

  private async take(stage: WebSocketStage, connection: Connection, message: string): Promise<void> {
    connection.touch();
    const { text } = await stage.message(connection.context, message);
    if (text !== undefined) connection.send(text);
  }
}

function keyOf({ place }: WebSocketStage, connectionId: string): string {
  return `${place.resource}/${connectionId}`;
}
