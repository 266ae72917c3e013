@echo off
rem Files or folders dropped onto this file are checked; the reports are written beside the first of them.
rem The commands are ASCII. What is said here is GBK, the code page of Chinese Windows, and only where Python cannot say it.
rem No name is ever a word of a command here: the line as Windows gave it goes to healthkpi.dropped, which takes it apart.
setlocal EnableExtensions DisableDelayedExpansion
if not defined HEALTHKPI_LANG set "HEALTHKPI_LANG=zh"
set "HEALTHKPI_SCRIPT=%~f0"
set "HEALTHKPI_PYTHON=%~dp0python\python.exe"
if exist "%HEALTHKPI_PYTHON%" goto start
set "HEALTHKPI_PYTHON=%~dp0venv\Scripts\python.exe"
if exist "%HEALTHKPI_PYTHON%" goto start
set "HEALTHKPI_PYTHON=python"
python -P -X utf8 -c "import healthkpi" >nul 2>nul
if not errorlevel 1 goto start
chcp 936 >nul
echo 没有找到 healthkpi。
echo 如果是从压缩包里直接打开的：请先在压缩包上点右键，选“全部解压缩”，
echo 再把表格拖到解压出来的文件夹里的“检查.bat”上。
pause
exit /b 2

:start
setlocal EnableDelayedExpansion
set "HEALTHKPI_LINE=!cmdcmdline!"
if "!HEALTHKPI_LINE:/c ""=!"=="!HEALTHKPI_LINE!" goto typed
"!HEALTHKPI_PYTHON!" -P -X utf8 -m healthkpi.dropped
set "HEALTHKPI_ENDED=!errorlevel!"
pause
rem Not exit /b: after a name with an ampersand cmd.exe would run the rest of that name as a command.
exit !HEALTHKPI_ENDED!

:typed
rem Typed in a window, where the names are in the quotes that were typed.
setlocal DisableDelayedExpansion
set "HEALTHKPI_LINE="
"%HEALTHKPI_PYTHON%" -P -X utf8 -m healthkpi.dropped %*
