import type { ReactNode } from 'react';
import { useMessages } from '../../messages/language.tsx';
import { PageLayout } from '../../ui/page-layout.tsx';
import { SectionNavigation } from './section-navigation.tsx';

/** A variant of a graph, as the address names it. */
export interface VariantAddress {
  readonly graph: string;
  readonly variant: string;
}

/** Writes a graph ref, such as `shop@current`. */
export function toGraphRef({ graph, variant }: VariantAddress): string {
  return `${graph}@${variant}`;
}

export interface VariantLayoutProps {
  readonly address: VariantAddress;
  readonly title: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A page about a variant, with the way to its other pages. */
export function VariantLayout({ address, title, actions, children }: VariantLayoutProps) {
  const { graph: messages } = useMessages();
  const { parts } = messages;
  const { graph, variant } = address;
  const params = { graph, variant };
  return (
    <PageLayout title={title} actions={actions}>
      <SectionNavigation
        label={messages.variantSections(toGraphRef(address))}
        sections={[
          { to: '/graph/$graph/$variant/subgraphs', params, label: parts.subgraphs },
          { to: '/graph/$graph/$variant/launches', params, label: parts.launches },
          { to: '/graph/$graph/$variant/checks', params, label: parts.checks },
          { to: '/graph/$graph/$variant/approvals', params, label: parts.approvals },
          { to: '/graph/$graph/$variant/usage', params, label: parts.usage },
          { to: '/graph/$graph/$variant/operations', params, label: parts.operations },
          { to: '/graph/audit', search: params, label: parts.audit },
        ]}
      />
      {children}
    </PageLayout>
  );
}
