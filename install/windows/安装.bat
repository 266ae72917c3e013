@echo off
rem Installs healthkpi from the files beside this one into the folder venv, without a network and without admin rights.
rem The commands are ASCII; what is said is GBK, the code page of Chinese Windows.
setlocal EnableExtensions DisableDelayedExpansion
chcp 936 >nul
echo 正在安装，约一分钟……
py -@PYTHON@ -m venv "%~dp0venv" 2>nul
if not errorlevel 1 goto made
python -c "import sys; sys.exit(sys.version_info[:2] != (@PYTHON_TUPLE@))" >nul 2>nul
if errorlevel 1 goto missing
python -m venv "%~dp0venv"
if errorlevel 1 goto failed

:made
"%~dp0venv\Scripts\python.exe" -m pip install --quiet --disable-pip-version-check --no-index --find-links "%~dp0." -r "%~dp0requirements.txt"
if errorlevel 1 goto failed
"%~dp0venv\Scripts\python.exe" -m healthkpi --version
if errorlevel 1 goto failed
echo 安装好了。把表格拖到“检查.bat”上即可。
pause
exit /b 0

:missing
echo 没有找到 Python @PYTHON@（64 位）。请先运行 python.org 的安装程序，选“只为我安装”，不用管理员。
echo 不想装 Python 的，请用发布页上的自带 Python 的文件夹（healthkpi-...-win_amd64.zip）。
pause
exit /b 2

:failed
echo 没有装成，原因见上面的英文。常见的：文件没有复制全（请重新复制整个文件夹），
echo 或者 Python 不是 @PYTHON@ 的 64 位版，或者文件夹不能写（请复制到自己的文件夹里再装）。
pause
exit /b 2
