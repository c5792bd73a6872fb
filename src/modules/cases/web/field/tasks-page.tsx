import { useInfiniteQuery } from '@tanstack/react-query'
import { query } from '#web/api.ts'
import { t } from '#web/i18n.ts'
import { Button } from '#web/ui/button.tsx'
import { TaskList } from './task-list.tsx'

/** Everything that waits for me. */
const TasksPage = () => {
  const tasks = useInfiniteQuery({
    queryKey: ['workplace.inbox.list', 'all'],
    queryFn: ({ pageParam }) => query('workplace.inbox.list', pageParam ? { cursor: pageParam } : {}),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  })
  return (
    <>
      <header className="field-head">
        <h1>{t('field:tasks')}</h1>
      </header>
      <TaskList
        tasks={tasks.data?.pages.flatMap((page) => page.items)}
        isWaiting={tasks.isPending}
        isFailed={tasks.isError}
      />
      {tasks.hasNextPage && <Button onClick={() => void tasks.fetchNextPage()}>{t('ui:page.next')}</Button>}
    </>
  )
}

export default TasksPage
