import { useState } from 'react';
import { useChange } from '../../api/use-change.ts';
import { useData } from '../../api/use-data.ts';
import {
  type CustomerLinkFragment,
  CustomerLinksOfDocument,
  RevokeCustomerLinkDocument,
} from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { InstantText } from '../../ui/date-text.tsx';
import { StateView } from '../../ui/state-view.tsx';
import { useTellResult } from '../../ui/use-tell-result.ts';
import { ActorText } from '../actors/actor-text.tsx';
import { NewLinkDialog } from './new-link-dialog.tsx';

/** The links by which the customer reads the document: how often they did, and how to make or revoke one. */
export function PortalLinks({
  id,
  timeZone,
}: {
  readonly id: string;
  readonly timeZone: string | undefined;
}) {
  const { invoices: messages } = useMessages();
  const { links: texts } = messages;
  const view = useData(CustomerLinksOfDocument, { variables: { id }, types: ['PortalLink'] });
  const [isMaking, setMaking] = useState(false);
  const [revoked, setRevoked] = useState<CustomerLinkFragment>();
  return (
    <section>
      <h2>{texts.title}</h2>
      <StateView view={view} select={({ invoice }) => invoice?.portalLinks} skeletonRows={2}>
        {(links) =>
          links.length === 0 ? (
            <p>{texts.none}</p>
          ) : (
            <LinkTable links={links} timeZone={timeZone} onRevoke={setRevoked} />
          )
        }
      </StateView>
      <p>
        <Button onClick={() => setMaking(true)}>{texts.create}</Button>
      </p>
      {isMaking && <NewLinkDialog invoiceId={id} onClose={() => setMaking(false)} />}
      {revoked && <RevokeDialog link={revoked} onClose={() => setRevoked(undefined)} />}
    </section>
  );
}

function LinkTable({
  links,
  timeZone,
  onRevoke,
}: {
  readonly links: readonly CustomerLinkFragment[];
  readonly timeZone: string | undefined;
  readonly onRevoke: (link: CustomerLinkFragment) => void;
}) {
  const { invoices: messages, mails } = useMessages();
  const { links: texts } = messages;
  const at = (instant: string) => (
    <InstantText instant={instant} {...(timeZone !== undefined && { timeZone })} />
  );
  const times = (count: number, last: string | null) =>
    last === null ? (
      texts.never
    ) : (
      <>
        {texts.times(count)}, {texts.last} {at(last)}
      </>
    );
  return (
    <DataTable
      label={texts.title}
      rows={links}
      toKey={(link) => link.id}
      columns={[
        { key: 'made', header: texts.made, cell: ({ createdAt }) => at(createdAt) },
        { key: 'by', header: texts.by, cell: ({ createdBy }) => <ActorText actor={createdBy} /> },
        {
          key: 'mail',
          header: texts.mail,
          cell: ({ latestMail: mail }) =>
            mail === null ? (
              texts.noMail
            ) : (
              <>
                {mails.kinds[mail.kind]}, {mail.sentAt === null ? mails.states[mail.state] : at(mail.sentAt)}
              </>
            ),
        },
        {
          key: 'until',
          header: texts.until,
          cell: ({ revokedAt, expiresAt }) =>
            revokedAt === null ? (
              at(expiresAt)
            ) : (
              <>
                {texts.revoked} {at(revokedAt)}
              </>
            ),
        },
        {
          key: 'read',
          header: texts.read,
          cell: ({ readCount, lastReadAt }) => times(readCount, lastReadAt),
        },
        {
          key: 'downloaded',
          header: texts.downloaded,
          cell: ({ downloadCount, lastDownloadedAt }) => times(downloadCount, lastDownloadedAt),
        },
        {
          key: 'revoke',
          header: texts.revoke,
          cell: (link) => link.isGood && <Button onClick={() => onRevoke(link)}>{texts.revoke}</Button>,
        },
      ]}
    />
  );
}

function RevokeDialog({
  link,
  onClose,
}: {
  readonly link: CustomerLinkFragment;
  readonly onClose: () => void;
}) {
  const { invoices: messages } = useMessages();
  const { links: texts } = messages;
  const { send, isSending } = useChange(RevokeCustomerLinkDocument);
  const tell = useTellResult(messages.refused);
  return (
    <ConfirmDialog
      title={texts.revokeTitle}
      confirm={texts.revoke}
      isDangerous
      isBusy={isSending}
      onCancel={onClose}
      onConfirm={async () => {
        tell(await send({ input: { id: link.id } }), texts.revokeDone);
        onClose();
      }}
    >
      <p>{texts.revokeText}</p>
    </ConfirmDialog>
  );
}
