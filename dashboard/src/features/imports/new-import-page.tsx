import { getRouteApi, Link } from '@tanstack/react-router';
import { useMessages } from '../../messages/language.tsx';
import { toButtonClass } from '../../ui/button.tsx';
import { PageLayout } from '../../ui/page-layout.tsx';
import { MappingStep } from './mapping-step.tsx';
import { UploadStep } from './upload-step.tsx';

const route = getRouteApi('/imports/new');

/** A new import: a file is uploaded, then its mapping is chosen and tried. The address names the upload, so a reload loses nothing. */
export function NewImportPage() {
  const { imports: messages } = useMessages();
  const { upload, like } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <PageLayout
      title={messages.newTitle}
      actions={
        upload !== undefined && (
          <Link to="/imports/new" className={toButtonClass()}>
            {messages.otherFile}
          </Link>
        )
      }
    >
      {upload === undefined ? (
        <UploadStep onUploaded={(id) => void navigate({ search: (old) => ({ ...old, upload: id }) })} />
      ) : (
        <MappingStep key={upload} uploadId={upload} like={like} />
      )}
    </PageLayout>
  );
}
