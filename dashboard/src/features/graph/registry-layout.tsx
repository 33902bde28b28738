import type { ReactNode } from 'react';
import { useMessages } from '../../messages/language.tsx';
import { PageLayout } from '../../ui/page-layout.tsx';
import { SectionNavigation } from './section-navigation.tsx';

export interface RegistryLayoutProps {
  readonly title: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A page about the whole registry, with the way to the others. */
export function RegistryLayout({ title, actions, children }: RegistryLayoutProps) {
  const { graph: messages } = useMessages();
  return (
    <PageLayout title={title} actions={actions}>
      <SectionNavigation
        label={messages.registry}
        sections={[
          { to: '/graph', label: messages.title, isExact: true },
          { to: '/graph/keys', label: messages.parts.keys },
          { to: '/graph/audit', label: messages.parts.audit },
        ]}
      />
      {children}
    </PageLayout>
  );
}
