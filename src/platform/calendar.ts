export { calendarOf, forgetCalendar, holidayBook } from './calendar/calendar-of.ts'
